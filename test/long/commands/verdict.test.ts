import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();
const tree = path.join(temporary, 'tree');
const source = path.join(temporary, 'environments');

/** Environments with a change of `dev`, and the tree that they render to, whatever is wrong with it. */
function write(from: string, to: string): void {
  cpSync(path.join(ROOT, 'environments'), source, { recursive: true });
  const file = path.join(source, 'dev.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  expect(bkg(['synth', '--environments', source, '--out', tree, '--no-check'])).toMatchObject({ code: 0, err: '' });
}

/** Rules of problems as they are printed, each once: where they are told depends on what is known about their origin. */
function rules(err: string): string[] {
  return [...new Set([...err.matchAll(/^\S*dev\S+:\d+ .* \[(\S+)\]$/gm)].map(([, rule = '']) => rule))].sort();
}

test.each([
  ['nothing wrong', 'memory: 256Mi', 'memory: 256Mi', 0],
  ['a part of a byte', 'memory: 256Mi', 'memory: 1500m', 1],
])('synth, check and publish judge a tree alike: %s', (_, from, to, code) => {
  write(from, to);
  const ran = [
    bkg(['synth', '--environments', source, '--out', path.join(temporary, 'out')]),
    bkg(['check', tree]),
    bkg(['publish', '--environments', source, '--to', path.join(temporary, 'published')]),
  ];
  expect(ran.map((one) => one.code)).toEqual([code, code, code]);
  const [first, ...others] = ran.map(({ err }) => rules(err));
  expect(others).toEqual([first, first]);
  expect(first?.length === 0).toBe(code === 0);
  // Those that render tell it at the same field of the same file.
  expect(ran[2]?.err.split('\n')[0]).toBe(ran[0]?.err.split('\n')[0]);
});

const announced = `apiVersion: v1
kind: Namespace
metadata:
  name: web
  labels: { pod-security.kubernetes.io/enforce: privileged, pod-security.kubernetes.io/warn: baseline }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: web }
spec:
  hostPID: true
  containers: [{ name: web, image: web:1 }]
`;

describe('a warning', () => {
  const file = path.join(temporary, 'warning/pod.yaml');
  beforeAll(() => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, announced);
  });

  test('is printed as one, and changes no exit code', () => {
    const { code, err } = bkg(['check', file]);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^\S+:11 {2}warning: .* \[pod-security\/host-namespaces\]\n$/),
    ]);
  });

  test('is marked in JSON', () => {
    const { code, out } = bkg(['check', file, '--format', 'json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, { problems: [{ severity: 'warning' }] }]);
  });

  test('beside a problem is printed as well', () => {
    writeFileSync(file, announced.replace('web:1', 'web'));
    const { code, err } = bkg(['check', file]);
    expect([code, err.match(/\[\S+\]$/gm)]).toEqual([1, ['[pod-security/host-namespaces]', '[image/latest]']]);
  });
});
