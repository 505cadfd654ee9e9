import { at, listOf, mapsOf } from '../../kubernetes/access';
import { environment as cel } from '../../pipeline/checks/cel/library';
import { example } from '../../scripts/import/terraform/example';
import { environment, manifest } from '../support/environments';
import { variants } from '../support/variants';

/*
 * Kyverno's policy with Kyverno itself left out: its expressions are evaluated, and what it adds is done as its source does
 * it (1.19.1, pkg/image/verification/evaluator/policy.go, pkg/cel/libs/imageverify/impl.go).
 */

type Pod = Readonly<Record<string, readonly string[]>>;

const digest = `sha256:${'0a'.repeat(32)}`;
const own = (name: string) => `registry.bkg.example/bkg/${name}:1.2.3@${digest}`;
const others = `docker.io/curlimages/curl:8.22.0@${digest}`;

/** What a policy says of a pod when these keys have signed these images. */
function verdict(env: ReturnType<typeof environment>, pod: Pod, signed: Readonly<Record<string, string>>): string {
  const { spec } = manifest(env, 'image-policy', 'ImageValidatingPolicy', `bkg-${env.name}-signed-images`);
  const references = mapsOf(at(spec, ['matchImageReferences'])).map(({ item }) => String(item.expression));
  const isMatched = (ref: string) =>
    references.some((expression) => cel().registerVariable('ref', 'string').parse(expression)({ ref }) === true);
  const lists = ['containers', 'initContainers', 'ephemeralContainers'];
  const images = Object.fromEntries(lists.map((list) => [list, (pod[list] ?? []).filter(isMatched)]));
  if (
    Object.values(images)
      .flat()
      .some((image) => !image.includes('@'))
  )
    return 'no digest';
  const keys = mapsOf(at(spec, ['attestors'])).map(({ item }) => [item.name, at(item, ['cosign', 'key', 'data'])]);
  const evaluator = cel()
    .registerVariable('images', 'map')
    .registerVariable('attestors', 'map')
    .registerFunction(
      'verifyImageSignatures(string, list): int',
      (image: string, among: string[]) => BigInt(among.filter((key) => signed[image] === key).length),
      { async: false },
    );
  const failed = mapsOf(at(spec, ['validations'])).find(
    ({ item }) => evaluator.parse(String(item.expression))({ images, attestors: Object.fromEntries(keys) }) !== true,
  );
  return failed ? String(failed.item.message) : 'admitted';
}

const production = environment('production');
const [key = ''] = production.imageVerification?.publicKeys ?? [];
const refused = (list: string) => `an image of ${list} is not signed with the platform's key`;

test.each<[string, Pod, Record<string, string>, string]>([
  ['signed', { containers: [own('a')] }, { [own('a')]: key }, 'admitted'],
  ['unsigned', { containers: [own('a')] }, {}, refused('containers')],
  ['signed with another key', { containers: [own('a')] }, { [own('a')]: 'other' }, refused('containers')],
  ['signed, beside one that is not', { containers: [own('a'), own('b')] }, { [own('a')]: key }, refused('containers')],
  ['unsigned, and first', { initContainers: [own('a')] }, {}, refused('initContainers')],
  ['unsigned, and for debugging', { ephemeralContainers: [own('a')] }, {}, refused('ephemeralContainers')],
  ['by its tag', { containers: [own('a').replace(/@.*/, '')] }, { [own('a').replace(/@.*/, '')]: key }, 'no digest'],
  ['of others', { containers: [others], initContainers: [others] }, {}, 'admitted'],
  ['of others, by its tag', { containers: ['docker.io/curlimages/curl'] }, {}, 'admitted'],
  ['below another registry', { containers: [`evil.example/${own('a')}`] }, {}, 'admitted'],
  ['of a registry that differs in a dot', { containers: [own('a').replace('.bkg', 'xbkg')] }, {}, 'admitted'],
])('an image %s', (_, pod, signed, answer) => {
  expect(verdict(production, pod, signed)).toBe(answer);
});

test('while one key replaces the other, either is enough', () => {
  const { env } = variants['image-verification-kyverno'];
  for (const one of env.imageVerification?.publicKeys ?? [])
    expect(verdict(env, { containers: [own('a')] }, { [own('a')]: one })).toBe('admitted');
  expect(verdict(env, { containers: [own('a')] }, { [own('a')]: key })).toBe(refused('containers'));
  // A star ends at a slash, two do not.
  expect(verdict(env, { containers: [own('deep/a')] }, {})).toBe('admitted');
  expect(verdict(env, { containers: [own('deep/a').replace('/bkg/', '/other/')] }, {})).toBe(refused('containers'));
});

test.each(['staging', 'production'])(
  '%s refuses what is not signed in all of its namespaces, and everything while Kyverno is down',
  (name) => {
    const env = environment(name);
    const { spec } = manifest(env, 'image-policy', 'ImageValidatingPolicy', `bkg-${name}-signed-images`);
    expect(listOf(at(spec, ['validationActions']))).toEqual(['Deny']);
    expect(at(spec, ['failurePolicy'])).toBe('Fail');
    expect(at(spec, ['matchConstraints', 'namespaceSelector', 'matchLabels'])).toEqual({ 'bkg.dev/environment': name });
    expect(manifest(env, 'platform', 'Namespace', `${env.namespacePrefix}checks`).metadata.labels).toMatchObject({
      'bkg.dev/environment': name,
    });
  },
);

test('what policy-controller does while it is down, its chart is told', () => {
  const text = (whenDown: 'admit' | 'refuse') =>
    example(environment('production', { imageVerification: { engine: 'policy-controller', whenDown } }));
  expect(text('admit')).toContain('    policy-controller = { webhook = { failurePolicy = "Ignore" } }\n');
  expect(text('refuse')).not.toContain('failurePolicy');
});
