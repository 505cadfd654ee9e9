import type { FieldPath } from '../../kubernetes/access';
import { groupKindOf } from '../../kubernetes/kinds';
import { objectNameOf } from '../objects/names';
import type { Problem } from '../problem';
import { type Locator, locator } from '../yaml/locate';
import type { Manifest } from '../objects/manifest';
import type { Context, Finding, ObjectRule } from './rule';
import { objectRules, treeRules } from './rules';
import { checkSchema } from './schema';
import type { SchemaLookup } from './schema/lookup';
import { withOwnKinds } from './schema/own-kinds';

/** Runs every check; nothing found means that a cluster takes the objects, as far as the checks know. */
export function check(manifests: readonly Manifest[], schemas: SchemaLookup, context: Context): Problem[] {
  const report = new Report();
  const known = withOwnKinds(manifests, schemas);
  for (const manifest of manifests) {
    const refused = checkSchema(manifest, known, context);
    for (const { rule, ...finding } of refused) report.add(rule, manifest, finding);
    for (const rule of rulesFor(manifest)) {
      // A value rule would take offence at what follows from the mistake.
      if (refused.length > 0 && isAboutValues(rule)) continue;
      if (typeof rule.appliesTo === 'function' && !rule.appliesTo(manifest, context)) continue;
      for (const finding of rule.check(manifest, context)) report.add(rule.id, manifest, finding);
    }
  }
  for (const rule of treeRules) {
    for (const [manifest, finding] of rule.checkTree(manifests, context)) report.add(rule.id, manifest, finding);
  }
  return report.problems;
}

const byShape = new Map<string, readonly ObjectRule[]>();

/** The rules that may have something to say about objects of this kind. */
function rulesFor({ object, pod }: Manifest): readonly ObjectRule[] {
  const kind = groupKindOf(object);
  const shape = pod ? `${kind} with pods` : kind;
  let rules = byShape.get(shape);
  if (!rules) {
    rules = objectRules.filter(({ appliesTo }) => {
      if (appliesTo === 'pods') return pod !== undefined;
      return typeof appliesTo === 'object' ? appliesTo.has(kind) : true;
    });
    // Anybody may invent kinds.
    if (byShape.size < 1000) byShape.set(shape, rules);
  }
  return rules;
}

/** Whether a rule counts on fields of the right name and type; secrets and images are looked for in anything. */
function isAboutValues({ id }: ObjectRule): boolean {
  return id.startsWith('value/');
}

/** What the API server has against the values of an object, in words, with the field; schemas are not asked. */
export function valueRefusals(manifest: Manifest, context: Context): string[] {
  const rules = rulesFor(manifest).filter(
    (rule) => isAboutValues(rule) && (typeof rule.appliesTo !== 'function' || rule.appliesTo(manifest, context)),
  );
  return rules.flatMap((rule) =>
    [...rule.check(manifest, context)]
      .filter(({ severity = 'error' }) => severity === 'error')
      .map(({ path, message }) => `"${path.join('.')}" ${message}`),
  );
}

/** A finding of others than the rules. */
export interface ForeignFinding {
  readonly rule: string;
  readonly manifest: Manifest;
  readonly finding: Finding;
}

/** Findings of others than the rules, with their places. */
export function problemsOf(found: Iterable<ForeignFinding>): Problem[] {
  const report = new Report();
  for (const { rule, manifest, finding } of found) report.add(rule, manifest, finding);
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
      ...(manifest.object.kind !== undefined && { object: objectNameOf(manifest) }),
      path: path.join('.'),
      message,
    });
  }

  private locate({ file, text, document, line: before = 0, base }: Manifest, path: FieldPath) {
    const key = `${file}\0${before}\0${document}`;
    const locate = this.locators.get(key) ?? locator(text, document);
    this.locators.set(key, locate);
    const { line, column } = locate([...base, ...path]);
    return { line: line + before, column };
  }
}
