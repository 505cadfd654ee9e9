import type { Data } from '../../../kubernetes/access';
import { podOf } from '../../../kubernetes/kinds';
import type { ObjectRule } from '../../../pipeline/checks/rule';
import type { Cases } from './cases/case';

/** What rules find fault with in an object: `<rule> <path>`. */
export function findingsOf(rules: readonly ObjectRule[], object: Data, minor = 36): string[] {
  const manifest = { file: 'a.yaml', text: '', document: 0, base: [], object, pod: podOf(object) };
  return rules.flatMap((rule) =>
    [...rule.check(manifest, { minor })].map(({ path }) => `${rule.id} ${path.join('.')}`),
  );
}

/** Each failing case has the one finding that it says, each passing one has none, and no rule is without a case. */
export function testCases(rules: readonly ObjectRule[], tables: Readonly<Record<string, Cases>>): void {
  describe.each(Object.entries(tables))('%s', (_, { failing, passing }) => {
    test.each(failing.map((one, index) => [one.rule, one.at, index, one.object] as const))(
      '%s at %s (%i)',
      (rule, at, _index, object) => expect(findingsOf(rules, object)).toEqual([`${rule} ${at}`]),
    );

    test.each(passing.map((object, index) => [String(object.kind), index, object] as const))(
      '%s %i is fine',
      (_kind, _index, object) => expect(findingsOf(rules, object)).toEqual([]),
    );
  });

  test('every rule has a case that fails', () => {
    const tested = new Set(Object.values(tables).flatMap(({ failing }) => failing.map(({ rule }) => rule)));
    expect(rules.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
  });

  test('every rule has an id of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });
}
