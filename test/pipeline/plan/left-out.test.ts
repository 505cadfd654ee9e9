import { filesOf } from '../../../pipeline/plan/source/files';
import { withoutForeign } from '../../../pipeline/plan/source/left-out';

const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
const chart = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

/** Files that are kept, and what is said of the others. */
function chosen(texts: Readonly<Record<string, string>>): string[] {
  const files = filesOf(Object.entries(texts).map(([path, text]) => ({ path, text })));
  const { files: kept, leftOut } = withoutForeign(files, 'deploy');
  return [...kept.keys(), ...leftOut];
}

// Shapes of charts: helm.sh, "Charts" (Chart.yaml is what makes a folder one; charts may lie in charts).
test.each<[string, Readonly<Record<string, string>>, string[]]>([
  ['objects stay', { 'a.yaml': object, 'b/c.json': '{ "kind": "X" }' }, ['a.yaml', 'b/c.json']],
  [
    'a chart goes as a whole',
    {
      'a.yaml': object,
      'web/Chart.yaml': chart,
      'web/values.yaml': 'a: 1\n',
      'web/templates/a.yaml': '{{ if .Values.a }}\nkind: X\n{{ end }}\n',
      'web/charts/redis/Chart.yaml': chart,
      'website/a.yaml': object,
    },
    [
      'a.yaml',
      'website/a.yaml',
      'left out: 4 files in deploy/web: a Helm chart; plan what "helm template" makes of it',
    ],
  ],
  [
    'a chart at the root',
    { 'Chart.yaml': chart, 'templates/a.yaml': object },
    ['left out: 2 files in deploy: a Helm chart; plan what "helm template" makes of it'],
  ],
  [
    'values beside objects',
    { 'a.yaml': object, 'values-production.yaml': 'a: 1\n', 'web-values.yml': 'a: 1\n' },
    ['a.yaml', 'left out: deploy/values-production.yaml, deploy/web-values.yml: values for Helm, no objects'],
  ],
  [
    'many files of others',
    Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.json`, '{ "name": "a" }'])),
    ['left out: deploy/a.json, deploy/b.json, deploy/c.json and 2 more: no object in it'],
  ],
  ['an object that is called values', { 'values.yaml': object }, ['values.yaml']],
  ['an object that is called Chart', { 'Chart.yaml': object, 'a.yaml': object }, ['Chart.yaml', 'a.yaml']],
  ['an object without a kind, which is a mistake', { 'a.yaml': 'apiVersion: v1\nmetadata: { name: a }\n' }, ['a.yaml']],
  ['a file of comments alone', { 'a.yaml': '# nothing yet\n' }, ['a.yaml']],
])('%s', (_, files, expected) => {
  expect(chosen(files)).toEqual(expected);
});
