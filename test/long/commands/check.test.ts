import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();

function write(name: string, text: string): string {
  const file = path.join(temporary, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function configMap(name: string, namespace = 'default'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
}

test('only some rules, and no misspelt ones', () => {
  const file = write('only/pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { name: A }\nspec: { containers: [] }\n');
  expect(bkg(['check', file, '--only', 'value/name']).err).toMatch(/^[^\n]*\[value\/name\]\n$/);
  const { code, err } = bkg(['check', file, '--only', 'value/nane']);
  expect(code).toBe(2);
  expect(err).toBe("--only: no rule begins with 'value/nane'; did you mean 'value/name'\n");
});

describe('what is not in the input', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: shop, namespace: shop }
spec:
  containers: [{ name: shop, image: 'shop:1', envFrom: [{ secretRef: { name: dsn } }] }]
`;
  const file = () => write('outside/pod.yaml', pod);
  const secret = '[reference/secret]';

  test('is counted', () => {
    expect(bkg(['check', file()])).toEqual({
      code: 0,
      out: '1 object in 1 file: 0 problems\nleft out: 1 reference: to what is not in the input; --closed reports it\n',
      err: '',
    });
    const { out } = bkg(['check', file(), '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ objects: 1, files: 1, skipped: [{ what: 'reference', count: 1 }] });
  });

  test('does not exist with --closed', () => {
    const { code, err } = bkg(['check', file(), '--closed']);
    expect(code).toBe(1);
    expect(err).toContain(secret);
    expect(err).toContain('"dsn"');
  });

  test('and no custom resource makes it', () => {
    const widget = 'apiVersion: shop.example/v1\nkind: Widget\nmetadata: { name: w, namespace: shop }\n';
    const { err } = bkg(['check', write('outside/both.yaml', `${pod}---\n${widget}`), '--closed']);
    expect(err).toContain(secret);
  });

  test('but for what --external lists', () => {
    const listed = (text: string) => bkg(['check', file(), '--closed', '--external', write('external.yaml', text)]);
    const needed = '- { kind: ServiceAccount }\n- { kind: Namespace }\n';
    expect(listed(`${needed}- { kind: Secret, namespace: shop, name: dsn }\n`).err).not.toContain(secret);
    expect(listed(`${needed}- { kind: Secret, namespace: shop, name: nsd }\n`).err).toContain(secret);
    expect(listed(`${needed}- { kind: Secret }\n`).err).not.toContain(secret);
    expect(listed(`${needed}- { apiVersion: shop.example/v1, kind: Secret }\n`).err).toContain(secret);
  });

  test.each([
    ['- { knd: Secret }\n', "item 1, has no field 'knd'; there are apiVersion, kind, namespace, name, labels"],
    ['- { kind: Secrt }\n', "item 1, there is no kind 'Secrt'; did you mean 'Secret'"],
    ['- { namespace: a }\n', 'item 1, needs a kind, such as Secret'],
    ['kind: Secret\n', 'must be a list, such as: - { kind: Secret, namespace: shop }'],
    ['- { kind: Secret, name: 1 }\n', 'item 1, name must be a text'],
    ['- { kind: Pod, labels: [a] }\n', 'item 1, labels must be a map of texts'],
    ['- [\n', '[ is opened here and never closed'],
    ['- { kind: PolicyException }\n', "several groups have a kind 'PolicyException': kyverno.io, policies.kyverno.io"],
  ])('a list %j is answered', (text, message) => {
    const { code, err } = bkg(['check', file(), '--external', write('wrong.yaml', text)]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^--external: .*wrong\.yaml/)]);
    expect(err).toContain(message);
  });
});

describe('definitions from elsewhere', () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.shop.example }
spec:
  group: shop.example
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } }
`;
  const widget = (spec: string) =>
    write(
      'widget.yaml',
      `apiVersion: shop.example/v1\nkind: Widget\nmetadata: { name: w, namespace: shop }\nspec: ${spec}\n`,
    );

  test('are used', () => {
    const schema = write('definitions/widget.yaml', definition);
    expect(bkg(['check', widget('{ size: 1 }')]).err).toContain('[schema/unknown-kind]');
    expect(bkg(['check', widget('{ size: 1 }'), '--schema', schema])).toMatchObject({ code: 0, err: '' });
    const { err } = bkg(['check', widget('{ size: big }'), '--schema', path.dirname(schema)]);
    expect(err).toMatch(/widget\.yaml:4 {2}spec\.size: [^\n]*\[schema\/wrong-type\]\n$/);
  });

  test.each([
    ['kind: [\n', /^--schema: .*none\.yaml:\d+ {2}\[ is opened here/],
    [
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
      /^--schema: there is no CustomResourceDefinition in '/,
    ],
  ])('%j has none', (text, message) => {
    const { code, err } = bkg(['check', widget('{}'), '--schema', write('none.yaml', text)]);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
});

test('what only a reviewer minds can be left out', () => {
  const text = `apiVersion: v1
kind: Pod
metadata: { name: Shop }
spec:
  containers: [{ name: shop, image: shop, volumeMounts: [{ name: data, mountPath: data }] }]
  volumes: [{ name: data, emptyDir: {} }]
`;
  const rules = (...args: string[]) =>
    bkg(['check', write('reviewers/pod.yaml', text), ...args]).err.match(/(?<=\[)\S+(?=\]$)/gm);
  expect(rules()).toEqual(['value/name', 'image/latest', 'value/mount-relative']);
  expect(rules('--api-server-only')).toEqual(['value/name']);
});

test('only indexes of kustomize are left out for their name', () => {
  for (const name of ['kustomization.yaml', 'kustomization.yml', 'Kustomization.yaml'])
    write(`indexes/${name}`, configMap('a').replace('ConfigMap', 'Confgmap'));
  const { out, err } = bkg(['check', path.join(temporary, 'indexes')]);
  expect(out).toMatch(/^1 object in 3 files: 1 problem\nleft out: 2 kustomization files: /);
  expect(err).toMatch(/Kustomization\.yaml:2 /);
});

test('a document that cannot be read is said to be left out, and hides nothing else', () => {
  const { code, out, err } = bkg(['check', write('unreadable.yaml', `${configMap('a')}---\na: [\n`)]);
  expect([code, out]).toEqual([
    1,
    '1 object in 1 file: 1 problem\nleft out: 1 unreadable document: nothing in it was checked\n',
  ]);
  expect(err).toContain('[schema/unreadable]');
});

test('a text in another encoding is no text', () => {
  const file = write('latin.yaml', '');
  writeFileSync(file, Buffer.from(`${configMap('a')}data: { a: caf\u00e9 }\n`, 'latin1'));
  expect(bkg(['check', file]).err).toMatch(/:1 {2}is not a text in UTF-8; save it as one {2}\[schema\/unreadable\]/);
});

describe('the same object twice', () => {
  const twice = '[reference/object-twice]';

  test('is told in one file, with both places', () => {
    const { code, err } = bkg(['check', write('twice/one.yaml', `${configMap('a')}---\n${configMap('a')}`)]);
    expect(code).toBe(1);
    expect(err).toContain(
      `:10  metadata.name: ConfigMap "a" is at line 4 already, and only one can be there; remove or rename one  ${twice}`,
    );
  });

  test('is counted in two files, unless they are all there is', () => {
    const files = ['base', 'overlay'].map((name) => write(`variants/${name}.yaml`, configMap('a')));
    const folder = path.join(temporary, 'variants');
    expect(bkg(['check', folder])).toMatchObject({ code: 0, out: expect.stringContaining('left out: 1 object: ') });
    expect(bkg(['check', folder, '--closed']).err).toContain(`is at ${files[0]}:4 already`);
  });

  test('is not a file that was named twice, nor a name of another namespace', () => {
    const file = write('named.yaml', `${configMap('a')}---\n${configMap('a', 'other')}`);
    expect(bkg(['check', file, file])).toEqual({ code: 0, err: '', out: '2 objects in 1 file: 0 problems\n' });
  });
});

test('what Helm has to render is left out', () => {
  write('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  write('chart/values.yaml', 'image: shop\n');
  write('chart/templates/a.yaml', '{{ if .Values.image }}\nkind: ConfigMap\n{{ end }}\n');
  write('chart/crds/b.yaml', configMap('b').replace('ConfigMap', 'ConfigMop'));
  const { out, err } = bkg(['check', path.join(temporary, 'chart')]);
  expect(out).toMatch(/^1 object in 4 files: 1 problem\nleft out: 3 Helm files: /);
  expect(err).toContain('crds/b.yaml:2 ');
});

test('nothing to look at is no clean result', () => {
  mkdirSync(path.join(temporary, 'nothing'));
  const empty = write('nothing/empty.yaml', '# only words\n');
  for (const [input, files] of [
    [empty, '1 file'],
    [path.dirname(empty), '1 file'],
  ] as const)
    expect(bkg(['check', input])).toEqual({
      code: 2,
      out: '',
      err: `nothing to check: ${files} and no object in '${input}'\n`,
    });
});

describe('with a cluster', () => {
  /** Stands in for kubectl, as no cluster is there: answers as the real one, 1.36, was seen to. */
  const bin = path.join(temporary, 'bin');
  const kubectl = `#!/bin/sh
[ "$1" = get ] && { [ -n "$NO_CLUSTER" ] && { echo 'The connection to the server localhost:8080 was refused' >&2; exit 1; }; exit 0; }
case $(cat) in
  *'"refused"'*) echo 'Error from server (Invalid): ConfigMap "refused" is invalid: data[a b]: Invalid value: "a b": no' >&2; exit 1 ;;
  *'"webhook"'*) echo 'Error from server (Forbidden): error when creating "STDIN": admission webhook "policy" denied the request' >&2; exit 1 ;;
  *'"early"'*) echo 'Error from server (NotFound): namespaces "early" not found' >&2; exit 1 ;;
esac
`;
  beforeAll(() => {
    write('bin/kubectl', kubectl);
    chmodSync(path.join(bin, 'kubectl'), 0o755);
  });
  const run = (file: string, env = {}) =>
    bkg(['check', '--cluster', file], { PATH: `${bin}:${process.env.PATH ?? ''}`, ...env });

  test('what it refuses is a problem, at the field it names', () => {
    const file = write('refused.yaml', `${configMap('refused')}data:\n  "a b": c\n`);
    const { code, err } = run(file);
    expect(code).toBe(1);
    expect(err).toContain(`${file}:7  data.a b: Invalid value: "a b": no  [cluster/refused]\n`);
  });

  test('and at the object when it names none', () => {
    const { err } = run(write('webhook.yaml', configMap('webhook')));
    expect(err).toMatch(/webhook\.yaml:1 {2}admission webhook "policy" denied the request {2}\[cluster\/refused\]\n$/);
  });

  test('what waits for its namespace is a warning', () => {
    const { code, err } = run(write('early.yaml', configMap('a', 'early')));
    expect(code).toBe(0);
    expect(err).toContain('has no namespace "early" yet  [cluster/not-tried]');
  });

  test('what it takes is none', () => {
    expect(run(write('fine.yaml', configMap('fine')))).toEqual({
      code: 0,
      out: '1 object in 1 file: 0 problems\n',
      err: '',
    });
  });

  test('without an answer, or without kubectl, nothing is judged', () => {
    const file = write('none.yaml', configMap('fine'));
    expect(run(file, { NO_CLUSTER: '1' })).toMatchObject({
      code: 2,
      err: '--cluster cannot ask the current context: The connection to the server localhost:8080 was refused\n',
    });
    const { code, err } = run(file, { PATH: temporary });
    expect([code, err]).toEqual([2, '--cluster needs kubectl; install it and choose a context\n']);
  });
});
