import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { contractLabel } from '../../charts/cave-kernel/contract';
import { at, mapsOf } from '../../kubernetes/access';
import { environment, manifest } from '../support/environments';

const production = environment('production');
const spec = manifest(production, 'cave-node', 'ValidatingAdmissionPolicy', 'bkg-production-profile-installer').spec;
const expressions = (field: string) => mapsOf(at(spec, [field])).map(({ item }) => String(item.expression));

type Labels = Readonly<Record<string, string>>;
interface Update {
  readonly name: string;
  readonly user?: string;
  /** The node that the token was issued for. */
  readonly tokenOf?: string;
  readonly before?: Labels;
  readonly after?: Labels;
  /** Other fields of the node as they are afterwards. */
  readonly node?: object;
  readonly annotations?: Labels;
  readonly allowed: boolean;
}

const installer = 'system:serviceaccount:bkg-cave-node:profile-installer';
const own = contractLabel(production);
const older = 'sandbox.bkg.dev/production-0123456789';
const given = { 'kubernetes.io/hostname': 'node-1', 'bkg.dev/pool': 'sandbox' };

const updates: readonly Update[] = [
  { name: 'its label is set', after: { ...given, [own]: 'ready' }, allowed: true },
  { name: 'its label is removed', before: { ...given, [own]: 'ready' }, after: given, allowed: true },
  {
    name: 'the label of an older contract is removed',
    before: { ...given, [older]: 'ready' },
    after: given,
    allowed: true,
  },
  { name: 'nothing changes', allowed: true },
  { name: 'somebody else changes anything', user: 'admin', after: {}, allowed: true },
  { name: 'another node', tokenOf: 'node-2', after: { ...given, [own]: 'ready' }, allowed: false },
  { name: 'another value', after: { ...given, [own]: 'yes' }, allowed: false },
  {
    name: 'a value of somebody else stays',
    before: { ...given, [older]: 'yes' },
    after: { ...given, [older]: 'yes', [own]: 'ready' },
    allowed: true,
  },
  ...['sandbox.bkg.dev/staging-0123456789', 'sandbox.bkg.dev/production-eu-0123456789'].flatMap((foreign) => [
    { name: `${foreign} is set`, after: { ...given, [foreign]: 'ready' }, allowed: false },
    { name: `${foreign} is removed`, before: { ...given, [foreign]: 'ready' }, after: given, allowed: false },
    {
      name: `${foreign} stays`,
      before: { ...given, [foreign]: 'ready' },
      after: { ...given, [foreign]: 'ready', [own]: 'ready' },
      allowed: true,
    },
  ]),
  {
    name: 'an ending that is no contract',
    after: { ...given, 'sandbox.bkg.dev/production-x': 'ready' },
    allowed: false,
  },
  { name: 'a key that only contains it', after: { ...given, [`a.${own}`]: 'ready' }, allowed: false },
  { name: 'a dot that is another character', after: { ...given, [own.replace('.', 'x')]: 'ready' }, allowed: false },
  { name: 'a label of the node changes', after: { ...given, 'bkg.dev/pool': 'other' }, allowed: false },
  { name: 'a taint goes', node: { spec: {} }, allowed: false },
  { name: 'an annotation comes', annotations: { a: 'b' }, allowed: false },
];

/** Whether the API server lets an update through, for each of them. */
function ask(): boolean[] {
  const [conditions, validations] = [expressions('matchConditions'), expressions('validations')];
  const questions = updates.map(
    ({ user = installer, tokenOf = 'node-1', before = given, after = before, ...update }) => {
      const node = { spec: { taints: [{ key: 'bkg.dev/sandbox' }] } };
      const variables = {
        request: {
          name: 'node-1',
          userInfo: { username: user, extra: { 'authentication.kubernetes.io/node-name': [tokenOf] } },
        },
        oldObject: { ...node, metadata: { labels: before } },
        object: { ...node, ...update.node, metadata: { labels: after, annotations: update.annotations } },
      };
      return { expressions: [...conditions, ...validations], variables };
    },
  );
  const { error, status, stdout, stderr } = spawnSync('go', ['run', '.'], {
    cwd: path.join(__dirname, 'admission-policy'),
    input: JSON.stringify(questions),
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=readonly' },
  });
  if (error) throw new Error('install Go (https://go.dev/dl/)');
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as unknown[][]).map((answers) => {
    expect(answers.every((answer) => typeof answer === 'boolean')).toBe(true);
    const matches = answers.slice(0, conditions.length).every(Boolean);
    return !matches || answers.slice(conditions.length).every(Boolean);
  });
}

describe('what the profile installer may change of a node', () => {
  const allowed = ask();

  test.each(updates.map((update, index) => ({ ...update, index })))('$name: $allowed', ({ index, ...update }) => {
    expect(allowed[index]).toBe(update.allowed);
  });
});
