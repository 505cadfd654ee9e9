import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers } from '../support/answers';
import { ROOT } from '../support/environments';

const production = readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8');
const [, released = ''] = /^ {2}image: (.*cave-daemon:.*)$/m.exec(production) ?? [];
const next = released.replace(/[a-f0-9]{64}$/, 'b'.repeat(64));
const line = production.slice(0, production.indexOf(`image: ${released}`)).split('\n').length + 1;

/** What a person sees after putting a roll-out into production.yaml; lines are counted from that of `rollout:`. */
function said(rollout: string, change: (text: string) => string = (text) => text): string[] {
  const text = production.replace(released, `${released}\n  rollout: ${rollout}`);
  return answers(change(text)).map((answer) => answer.replace(`production.yaml:${line}  `, ''));
}

const blue = `blue: { image: ${released} }`;
const shadow = `green: { image: ${next}, preview: true, shadow: { percent: 10 } }`;

test.each([
  ['one colour', `{ active: blue, ${blue} }`],
  ['the other colour alone', `{ active: green, green: { image: ${released} } }`],
  ['two colours, one with copies of reads and a preview', `{ active: blue, ${blue}, ${shadow} }`],
  [
    'two colours, one of which may get copies',
    `{ active: blue, ${blue}, green: { image: ${next}, shadow: { percent: 0 } } }`,
  ],
  ['two colours after the switch', `{ active: green, ${blue}, green: { image: ${next}, preview: true } }`],
])('%s', (_, rollout) => {
  expect(said(rollout)).toEqual([]);
});

const ingress = (text: string) =>
  text
    .replace(/^ {2}kind: gateway\n {2}gateway:\n( {4}.*\n)+/m, '  kind: ingress\n  issuer: { name: ca }\n')
    .replace('    - envoy-gateway\n', '');
const withoutPolicies = (text: string) =>
  text.replace('    policies: envoy-gateway\n', '').replace(/^ {2}adminAllowList: .*\n/m, '');

test.each([
  [
    'an active colour of which nothing is said',
    `{ active: green, ${blue} }`,
    undefined,
    'daemon.rollout.active: is green, which has no image; add daemon.rollout.green  [environment/rollout-colour]',
  ],
  [
    'an image that no release has',
    `{ active: blue, ${blue}, green: { image: "${next.replace(':0.1.0', ':0.9.0')}" } }`,
    undefined,
    "daemon.rollout.green.image: is release 0.9.0, whose statements settings/facts/statements.sql does not know; when it asks the database what 0.1.0 asks, run npm run -s add-release -- 0.9.0, otherwise add ('0.9.0', '0.9.0') to its releases, and its statements  [environment/unknown-release]",
  ],
  [
    'copies for the active colour',
    `{ active: green, ${blue}, green: { image: ${next}, shadow: { percent: 10 } } }`,
    undefined,
    'daemon.rollout.green.shadow: remove it first, and let its pods become ready; what only gets copies cannot write, and green is active  [environment/active-shadow]',
  ],
  [
    'less than no copy',
    `{ active: blue, ${blue}, green: { image: ${next}, shadow: { percent: -1 } } }`,
    undefined,
    'daemon.rollout.green.shadow.percent: must be >= 0, not -1  [environment/out-of-bounds]',
  ],
  [
    'more copies than calls',
    `{ active: blue, ${blue}, green: { image: ${next}, shadow: { percent: 101 } } }`,
    undefined,
    'daemon.rollout.green.shadow.percent: must be <= 100, not 101  [environment/out-of-bounds]',
  ],
  [
    'copies of calls about keys',
    `{ active: blue, ${blue}, green: { image: ${next}, shadow: { percent: 1, paths: [/api/v1/auth/keys] } } }`,
    undefined,
    'daemon.rollout.green.shadow.paths.0: remove it; calls about keys are never copied  [environment/shadow-path]',
  ],
  [
    'copies through ingress-nginx',
    `{ active: blue, ${blue}, green: { image: ${next}, shadow: { percent: 10 } } }`,
    ingress,
    'daemon.rollout.green.shadow: needs route.kind: gateway; ingress-nginx copies all methods of a path, so writes as well  [environment/rollout-route]',
  ],
  [
    'a preview through ingress-nginx',
    `{ active: blue, ${blue}, green: { image: ${next}, preview: true } }`,
    ingress,
    'daemon.rollout.green.preview: needs route.kind: gateway; ingress-nginx ignores the allow-list of an Ingress that is chosen by a header  [environment/rollout-route]',
  ],
  [
    'a preview that nobody guards',
    `{ active: blue, ${blue}, green: { image: ${next}, preview: true } }`,
    withoutPolicies,
    'daemon.rollout.green.preview: needs route.gateway.policies: envoy-gateway; otherwise everybody who sends x-bkg-preview comes in  [environment/rollout-route]',
  ],
  [
    'a preview for nobody',
    `{ active: blue, ${blue}, green: { image: ${next}, preview: true } }`,
    (text: string) => text.replace(/^ {2}adminAllowList: .*\n/m, ''),
    'daemon.rollout.green.preview: needs route.adminAllowList; with an empty one everybody who sends x-bkg-preview comes in  [environment/rollout-route]',
  ],
])('%s', (_, rollout, change, answer) => {
  expect(said(rollout, change).map((one) => one.replace(/^production\.yaml:\d+ {2}/, ''))).toEqual([answer]);
});

test('the mistake is told where it is', () => {
  expect(said(`{ active: green, ${blue} }`)[0]).not.toContain('production.yaml');
});

test('an image that is released and that neither colour runs', () => {
  expect(said(`{ active: blue, blue: { image: ${next} } }`)).toEqual([
    `production.yaml:${line - 1}  daemon.image: is run by no colour; write it into daemon.rollout.blue.image, or add the other colour with it  [environment/rollout-image]`,
  ]);
});

test('sandboxes in the daemon', () => {
  const change = (text: string) =>
    text.replace('kernel:\n', 'kernel:\n  topology: embedded\n').replace(/^ {2}autoscaling:\n( {4}.*\n)+/m, '');
  const [answer, ...rest] = said(`{ active: blue, ${blue} }`, change);
  expect(rest).toEqual([]);
  expect(answer).toContain(
    'daemon.rollout: remove it; with kernel.topology: embedded sandboxes live in the memory of one daemon and on one volume, so a second one could neither see nor stop them  [environment/embedded-rollout]',
  );
});

test('both colours take connections', () => {
  const connections = (maxConnections: number) =>
    said(`{ active: blue, ${blue}, green: { image: ${next} } }`, (text) =>
      text.replace('maxConnections: 200', `maxConnections: ${maxConnections}`),
    ).map((answer) => answer.replace(/^production\.yaml:\d+ {2}/, ''));
  expect(connections(121)).toEqual([
    'database.maxConnections: must be at least 122: 8 for each of 14 daemons during a roll-out of two colours and 10 for Jobs and exporter  [environment/connection-budget]',
  ]);
  expect(connections(122)).toEqual([]);
});
