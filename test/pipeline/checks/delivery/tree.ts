import { loadAll } from 'js-yaml';
import { engineRules } from '../../../../pipeline/checks/delivery';
import { objectPermitted } from '../../../../pipeline/checks/delivery/object-permitted';
import { manifestsOf } from '../../../../pipeline/objects/manifest';
import { objectReferenceRules } from '../../../../pipeline/checks/references/objects';
import type { Manifest } from '../../../../pipeline/objects/manifest';
import type { Context } from '../../../../pipeline/checks/rule';

/** Files of a tree by name, each with its objects as YAML. */
export type Files = Readonly<Record<string, string>>;

const rules = [...engineRules, objectPermitted, ...objectReferenceRules];

/** `rule Kind name field: message` of all that the rules about delivery, and about what is named, say of a tree. */
export function said(files: Files, context: Partial<Context> = {}): string[] {
  return saidOf(
    Object.entries(files).flatMap(([file, text]) => loadAll(text).flatMap((data) => manifestsOf(file, text, data))),
    context,
  );
}

/** The same of manifests. */
export function saidOf(tree: readonly Manifest[], context: Partial<Context> = {}): string[] {
  return rules.flatMap(({ id, checkTree }) =>
    [...checkTree(tree, { minor: 36, ...context })].map(([{ object }, { path, message }]) => {
      const { name } = object.metadata as { name: string };
      return `${id} ${String(object.kind)} ${name} ${path.join('.')}: ${message}`;
    }),
  );
}
