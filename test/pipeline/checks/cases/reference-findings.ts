import { podOf } from '../../../../kubernetes/kinds';
import { referenceRules } from '../../../../pipeline/checks/references';
import type { Manifest } from '../../../../pipeline/objects/manifest';
import type { Context } from '../../../../pipeline/checks/rule';
import type { ExternalObject } from '../../../../pipeline/objects/external';

export type Any = Record<string, unknown>;

function manifests(objects: readonly Any[]): Manifest[] {
  return objects.map((object, index) => {
    return { file: `gitops/test/${index}.yaml`, text: '', document: 0, base: [], object, pod: podOf(object) };
  });
}

/** `rule Kind name path` of everything found. */
export function findings(objects: readonly Any[], external?: readonly ExternalObject[]): string[] {
  const context: Context = { minor: 36, external };
  const tree = manifests(objects);
  return referenceRules.flatMap((rule) =>
    [...rule.checkTree(tree, context)].map(([{ object }, { path }]) => {
      return `${rule.id.slice('reference/'.length)} ${String(object.kind)} ${String((object.metadata as Any).name)} ${path.join('.')}`;
    }),
  );
}
