import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { temporaryFolder } from '../../support/folders';

const folder = temporaryFolder();
const kubectl = path.join(folder, 'kubectl');

/** Runs it with a program in place of kubectl that nobody answers. */
function run(...args: readonly string[]) {
  // What kubectl 1.37 says; the suite with real programs has the answers.
  writeFileSync(
    kubectl,
    `#!/bin/sh
[ "$1" = --context ] && { echo "error: context \\"$2\\" does not exist" >&2; exit 1; }
echo 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?' >&2
exit 1
`,
  );
  chmodSync(kubectl, 0o755);
  return bkg(['plan', '--live', ...args], { PATH: `${folder}:${process.env.PATH ?? ''}` });
}

const staging = ['--to', 'gitops', '--env', 'staging'];

test.each<[string, readonly string[], string]>([
  [
    'a cluster that does not answer',
    staging,
    '--live cannot ask the current context: The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
  ],
  [
    'a context that there is none of',
    [...staging, '--context', 'x'],
    `--live cannot ask context 'x': error: context "x" does not exist`,
  ],
  [
    'several environments',
    ['--to', 'gitops'],
    '--live compares one environment with one cluster; choose with --env: there are dev, production, staging',
  ],
  [
    'an environment that there is none of',
    ['--to', 'gitops', '--env', 'stagin'],
    `--live finds no environment 'stagin'; choose with --env: there are dev, production, staging`,
  ],
  [
    'a tree as well',
    [...staging, '--from', 'gitops'],
    `option '--live' cannot be used with option '--from <dir|git:rev[:dir]>'; see bkg-deploy plan --help`,
  ],
])('%s is one sentence', (_, args, err) => {
  expect(run(...args)).toEqual({ code: 2, out: '', err: `${err}\n` });
});

test('half a list of what is there is no plan', () => {
  const tree = path.join(folder, 'tree');
  mkdirSync(tree, { recursive: true });
  const metadata = '{ name: a, namespace: shop, labels: { bkg.dev/environment: shop } }';
  writeFileSync(path.join(tree, 'a.yaml'), `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\n`);
  // What kubectl 1.37 prints when it gets one of two resources.
  const list = `printf 'v1\\tConfigMap\\t{"name":"b","namespace":"shop"}\\n'
echo 'error: unable to retrieve the complete list of server APIs' >&2
exit 1`;
  writeFileSync(
    kubectl,
    `#!/bin/sh
case "$*" in
  'config current-context') echo test ;;
  'api-resources '*) echo 'configmaps cm v1 true ConfigMap create,delete,get,list' ;;
  *--all-namespaces*) ${list} ;;
  'apply '*) cat ;;
  *' -f -') cat > /dev/null ;;
esac
`,
  );
  chmodSync(kubectl, 0o755);
  expect(bkg(['plan', '--live', '--to', tree], { PATH: `${folder}:${process.env.PATH ?? ''}` })).toEqual({
    code: 2,
    out: '',
    err: '--live cannot ask the current context: error: unable to retrieve the complete list of server APIs\n',
  });
});

test('without kubectl nothing is compared', () => {
  expect(bkg(['plan', '--live', ...staging], { PATH: '/nowhere' })).toEqual({
    code: 2,
    out: '',
    err: '--live needs kubectl; install it and choose a context\n',
  });
});

test('a context without a cluster to compare with is a mistake', () => {
  expect(bkg(['plan', '--context', 'x'])).toMatchObject({
    code: 2,
    err: '--context says where --live looks, and goes with it\n',
  });
});
