import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers, production } from '../support/answers';
import { environment, ROOT } from '../support/environments';
import { otherKey, publicKey } from '../support/public-keys';

/** What is said of production after a change, without the lines of the file. */
function said(from: string, to: string): string[] {
  return answers(production(from, to).text).map((answer) => answer.replace(/^\S+ {2}/, ''));
}

const images = '  images: [registry.bkg.example/bkg/**]';
const all = ['bkg-migrations', 'cave-', 'web-app'].map((name) => `registry.bkg.example/bkg/${name}**`);

test.each([
  [
    'a glob that misses one of ours',
    images,
    `  images: [${all.join(', ')}]`,
    'adminUi.image: is verified by nothing; widen imageVerification.images  [environment/verified-images]',
  ],
  [
    'a star that ends at a slash',
    images,
    `  images: [${[...all, 'registry.bkg.example/*'].join(', ')}]`,
    'adminUi.image: is verified by nothing; widen imageVerification.images  [environment/verified-images]',
  ],
  [
    'a glob that fits what others build',
    images,
    '  images: [registry.bkg.example/bkg/**, docker.io/otel/**]',
    "telemetry.image: would need the platform's signature, and others make it; narrow imageVerification.images  [environment/verified-images]",
  ],
  [
    'an engine that is not there',
    '  engine: kyverno',
    '  engine: policy-controller',
    'imageVerification.engine: needs policy-controller; install it and add it to cluster.operators, or choose another value  [environment/missing-operator]',
  ],
  [
    'a private registry that Kyverno cannot read',
    '  registrySecret: bkg-registry\n',
    '',
    'imageVerification.registrySecret: is missing; secrets.pullSecret: true with imageVerification.engine: kyverno needs it  [environment/missing-field]',
  ],
  [
    'production that only warns',
    images,
    `${images}\n  mode: warn`,
    'imageVerification.mode: warn runs what nobody has signed; production refuses that  [environment/weak-setting]',
  ],
  [
    'a word for a key',
    /publicKeys:\n[^]*?-----END PUBLIC KEY-----\n/.exec(production('tier', 'tier').text)?.[0] ?? '',
    'publicKeys: [release]\n',
    'imageVerification.publicKeys.0: "release" is not a public key in PEM, the whole block from -----BEGIN PUBLIC KEY----- on  [environment/wrong-format]',
  ],
])('%s', (_, from, to, answer) => {
  expect(said(from, to)).toEqual([answer]);
});

test('staging and production verify images unless somebody takes that out, which is refused', () => {
  const { text } = production('tier', 'tier');
  const without = text.replace(/^imageVerification:\n(?:(?: .*)?\n)+/m, '');
  expect(without).not.toContain('imageVerification');
  expect(answers(without).map((answer) => answer.replace(/^\S+ {2}/, ''))).toEqual([
    'imageVerification: left out, any image runs that somebody can push under a name of ours; production refuses that  [environment/weak-setting]',
  ]);
});

test('the name that one key had says what to write', () => {
  expect(said('  publicKeys:\n    - |', '  publicKey:\n    - |')).toContain(
    "imageVerification.publicKey: is called 'publicKeys' now; rename it  [environment/unknown-field]",
  );
});

test('two keys are enough, and more are a mistake', () => {
  const keys = (...texts: string[]) =>
    `  publicKeys:\n${texts.map((text) => `    - |\n${text.trim().replaceAll(/^/gm, '      ')}\n`).join('')}    - |`;
  expect(said('  publicKeys:\n    - |', keys(publicKey))).toEqual([]);
  expect(said('  publicKeys:\n    - |', keys(publicKey, otherKey))).toEqual([
    expect.stringMatching(/^imageVerification\.publicKeys: must NOT have more than 2 items.* {2}\[environment\//),
  ]);
});

// The private half of a key that is made from words is a number nobody knows: the point was found, not computed from it.
test.each(['staging', 'production'])('the placeholder of %s is what its comment says', (name) => {
  const text = readFileSync(path.join(ROOT, `environments/${name}.yaml`), 'utf8');
  const [, words = ''] = /SHA-256 of "(.+)"/.exec(text) ?? [];
  const [key = ''] = environment(name).imageVerification?.publicKeys ?? [];
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  expect(x).toBe(createHash('sha256').update(words).digest('base64url'));
});
