import { type FieldPath, mapOf, textOf } from '../../kubernetes/access';
import type { ObjectName, Problem } from '../problem';
import { type Locator, locator } from '../yaml/locate';
import type { Context, Finding, Manifest } from './rule';
import { objectRules, treeRules } from './rules';
import { checkSchema } from './schema';
import type { SchemaLookup } from './schema/lookup';

/** Runs every check; nothing found means that a cluster takes the objects, as far as the checks know. */
export function check(manifests: readonly Manifest[], schemas: SchemaLookup, context: Context): Problem[] {
  const report = new Report();
  for (const manifest of manifests) {
    for (const { rule, ...finding } of checkSchema(manifest, schemas, context)) report.add(rule, manifest, finding);
    for (const rule of objectRules) {
      for (const finding of rule.check(manifest, context)) report.add(rule.id, manifest, finding);
    }
  }
  for (const rule of treeRules) {
    for (const [manifest, finding] of rule.checkTree(manifests, context)) report.add(rule.id, manifest, finding);
  }
  return report.problems;
}

/** Turns findings into problems; a document is parsed for positions only when there is something to report. */
class Report {
  readonly problems: Problem[] = [];
  private readonly locators = new Map<string, Locator>();

  add(rule: string, manifest: Manifest, { path, message, severity = 'error' }: Finding): void {
    this.problems.push({
      rule,
      severity,
      file: manifest.file,
      ...this.locate(manifest, path),
      ...(manifest.object.kind !== undefined && { object: nameOf(manifest) }),
      path: path.join('.'),
      message,
    });
  }

  private locate({ file, text, document, base }: Manifest, path: FieldPath) {
    const key = `${file}\0${document}`;
    const locate = this.locators.get(key) ?? locator(text, document);
    this.locators.set(key, locate);
    return locate([...base, ...path]);
  }
}

function nameOf({ object }: Manifest): ObjectName {
  const { namespace, name } = mapOf(object.metadata);
  return {
    apiVersion: textOf(object.apiVersion) ?? '',
    kind: textOf(object.kind) ?? '',
    ...(typeof namespace === 'string' && { namespace }),
    name: textOf(name) ?? '',
  };
}
