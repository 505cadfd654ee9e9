import type { Data } from '../../../kubernetes/access';
import { podOf } from '../../../kubernetes/kinds';
import type { Manifest } from '../../../pipeline/objects/manifest';
import type { Context, Finding, ObjectRule } from '../../../pipeline/checks/rule';
import { apiRules } from '../../../pipeline/checks/values/api';
import { clusterRules } from '../../../pipeline/checks/values/cluster';
import { customRules } from '../../../pipeline/checks/values/custom';
import { metadataRules } from '../../../pipeline/checks/values/metadata';
import { networkRules } from '../../../pipeline/checks/values/network';
import { allCases } from './cases/kinds';

const rules: readonly ObjectRule[] = [...metadataRules, ...networkRules, ...clusterRules, ...apiRules, ...customRules];

function findingsOf(object: Data, context: Context = { minor: 36 }): string[] {
  const manifest: Manifest = {
    file: 'a.yaml',
    text: '',
    document: 0,
    base: [],
    object,
    pod: podOf(object),
  };
  return rules.flatMap((rule) =>
    [...rule.check(manifest, context)].map((finding: Finding) => `${rule.id} ${finding.path.join('.')}`),
  );
}

describe.each(Object.entries(allCases))('%s', (_, { failing, passing }) => {
  test.each(failing.map((one, index) => [one.rule, one.at, index, one.object] as const))(
    '%s at %s (%i)',
    (rule, at, _index, object) => {
      expect(findingsOf(object)).toEqual([`${rule} ${at}`]);
    },
  );

  test.each(passing.map((object, index) => [String(object.kind), index, object] as const))(
    '%s %i is fine',
    (_kind, _index, object) => {
      expect(findingsOf(object)).toEqual([]);
    },
  );
});

test('every rule has a case that fails', () => {
  const tested = new Set(Object.values(allCases).flatMap(({ failing }) => failing.map(({ rule }) => rule)));
  expect(rules.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
});

test('every rule has an id of its own, and says what it is about', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { id, description, example } of rules)
    expect([id, description, example]).toEqual([
      expect.stringMatching(/^value\/[a-z0-9-]+$/),
      expect.stringMatching(/^\S.{9,}[^.]$/),
      expect.stringMatching(/./),
    ]);
});
