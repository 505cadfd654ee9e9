import { createHash } from 'node:crypto';
import { podOf } from '../../../kubernetes/kinds';
import { readManifests } from '../../../pipeline/objects/read';
import type { Manifest } from '../../../pipeline/objects/manifest';
import { entropyOf } from '../../../pipeline/secret-formats';
import { secretRules } from '../../../pipeline/checks/secrets';

type Any = Record<string, unknown>;

function check(manifest: Manifest): string[] {
  return secretRules.flatMap((rule) =>
    [...rule.check(manifest, { minor: 36 })].map(({ path }) => `${rule.id} ${path.join('.')}`),
  );
}

function found(object: Any): string[] {
  return check({ file: 'a.yaml', text: '', document: 0, base: [], object, pod: podOf(object) });
}

function config(text: string, key = 'a'): Any {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { [key]: text } };
}

function variable(name: string, value: string): Any {
  return { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', env: [{ name, value }] }] } };
}

/** The same every time, and like rolled dice; nothing here opens anything. */
function dice(length: number): string {
  return createHash('sha512').update(`dice ${length}`).digest('base64').replaceAll(/[+/=]/g, 'Q').slice(0, length);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

// In pieces, so that nobody who searches this repository for secrets finds one.
const pem = (sort: string) => ['-----BEGIN', `${sort}-----\n${dice(64)}\n-----END`, `${sort}-----`].join(' ');
const jwt = [`ey${'J'}${dice(20)}`, `ey${'J'}${dice(40)}`, dice(43)].join('.');

test.each([
  ['a private key', pem('PRIVATE KEY'), 'private-key'],
  ['a private key of OpenSSH', pem('OPENSSH PRIVATE KEY'), 'private-key'],
  ['one in a kubeconfig', `client-key-data: ${encode(pem('EC PRIVATE KEY'))}`, 'private-key'],
  [
    'AWS',
    `id = AK${'IA'}${dice(60)
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '')
      .slice(0, 16)}`,
    'token',
  ],
  ['GitHub', `gh${'p_'}${dice(36)}`, 'token'],
  ['GitLab', `glp${'at-'}${dice(20)}`, 'token'],
  ['Slack', `xo${'xb-'}${dice(30)}`, 'token'],
  ['Stripe', `sk_${'live_'}${dice(24)}`, 'token'],
  ['npm', `np${'m_'}${dice(36)}`, 'token'],
  ['Vault', `hv${'s.'}${dice(24)}`, 'token'],
  ['JWT', `authorization: Bearer ${jwt}`, 'token'],
  ['a password in an address', 'dsn: postgres://web:hunter2@database:5432/web', 'url-password'],
  ['a line with a token', `api:\n  token: ${dice(32)}\n`, 'value'],
  ['a line with a key', `{"secret_key": "${dice(40)}"}`, 'value'],
])('%s', (_, text, rule) => {
  expect(found(config(text))).toEqual([`secret/${rule} data.a`]);
});

test.each([
  ['a certificate', pem('CERTIFICATE')],
  ['a public key', pem('PUBLIC KEY')],
  ['an encoded certificate', encode(pem('CERTIFICATE'))],
  ['the name of a private key', 'looks for -----BEGIN PRIVATE KEY----- in the file'],
  ['a digest', `image: web@sha256:${'0a1b2c3d'.repeat(8)}`],
  ['a hash of a file', `integrity: sha512-${encode(dice(64))}`],
  ['a template', 'dsn: postgres://web:{{ .password | urlquery }}@database/web'],
  ['a tight template', 'dsn: postgres://web:{{.password}}@database/web'],
  ['a variable', 'dsn: postgres://web:$(PASSWORD)@database/web'],
  ['another variable', 'dsn: postgres://web:${PASSWORD}@database/web\ntoken: ${env:OBSERVABILITY_AUTHORIZATION}'],
  ['a remark', '# dsn: postgres://user:password@host/name'],
  ['an address with a port', 'http://web:8080/path@2'],
  ['an address of a mailbox', 'https://example.com/a mailto:somebody@example.com'],
  ['names of secrets', 'secretName: bkg-staging-cave-daemon-registry-pull\ntoken: bkg-db-role-migrator'],
  ['a path', 'token: /var/run/secrets/kubernetes.io/serviceaccount/token'],
  ['SQL', "alter role web password :'password'; select token_hash, encode(sha256(secret_key), 'hex') from api_keys"],
  ['a key for the documentation', `AK${'IA'}IOSFODNN7EXAMPLE`],
  ['a placeholder', 'password: <password>\ntoken: xxxxxxxxxxxxxxxxxxxxxxxx'],
])('%s is fine', (_, text) => {
  expect(found(config(text))).toEqual([]);
});

test.each([
  ['DB_PASSWORD', 'hunter2'],
  ['dbPassword', 'correct-horse'],
  ['API_TOKEN', dice(24)],
  ['AWS_SECRET_ACCESS_KEY', dice(40)],
  ['SESSION_KEY', createHash('sha256').update('x').digest('hex')],
  ['SOMETHING', `${dice(64)}`],
])('variable %s with a value', (name, value) => {
  expect(found(variable(name, value))).toEqual(['secret/value spec.containers.0.env.0.value']);
});

test.each([
  ['DB_PASSWORD', '$(OTHER)'],
  ['DB_PASSWORD_FILE', '/run/secrets/password'],
  ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'],
  ['RESET_PASSWORD', 'false'],
  ['API_TOKEN', 'cave-daemon-api-token'],
  ['TOKEN', '/var/run/secrets/token'],
  ['SECRET', 'database-login'],
  ['IMAGE', `web@sha256:${'0a1b2c3d'.repeat(8)}`],
  ['GIT_COMMIT', 'e83c5163316f89bfbde7d9ab23ca2e25604af290'],
  ['CLASS_NAME', 'OrgSpringframeworkBootAutoconfigureJdbcDataSource'],
])('variable %s with %s is fine', (name, value) => {
  expect(found(variable(name, value))).toEqual([]);
});

test('an argument', () => {
  const pod = (args: string[]) => ({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', args }] } });
  expect(found(pod([`--api-key=${dice(32)}`]))).toEqual(['secret/value spec.containers.0.args.0']);
  expect(found(pod(['--token=$(TOKEN)', '--secret-name=login']))).toEqual([]);
});

describe('a Secret', () => {
  const secret = (fields: Any) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, ...fields });

  test.each([
    [secret({ data: { a: encode('hunter2') } }), ['secret/value data.a']],
    [secret({ stringData: { a: 'hunter2' } }), ['secret/value stringData.a']],
    [secret({ data: { 'tls.key': encode(pem('PRIVATE KEY')) } }), ['secret/private-key data.tls.key']],
    [secret({ data: { dsn: encode('postgres://a:b@c/d') } }), ['secret/url-password data.dsn']],
    [secret({ data: { 'tls.crt': encode(pem('CERTIFICATE')) } }), []],
    [secret({ stringData: { 'release.pub': pem('PUBLIC KEY') } }), []],
    [secret({ stringData: { both: pem('PUBLIC KEY') + pem('PRIVATE KEY') } }), ['secret/private-key stringData.both']],
    [secret({ data: { a: '' } }), []],
    [secret({ type: 'kubernetes.io/service-account-token' }), []],
    [secret({ stringData: { a: '{{ .value }}' } }), []],
    [secret({ sops: {}, data: { a: 'ENC[AES256_GCM,data:abc]' } }), []],
    [{ apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', spec: { encryptedData: { a: dice(80) } } }, []],
  ])('%#', (object, expected) => {
    expect(found(object)).toEqual(expected);
  });
});

test('no message has the secret in it', () => {
  const object = variable('DB_PASSWORD', 'hunter2');
  const manifest = { file: 'a.yaml', text: '', document: 0, base: [], object, pod: podOf(object) };
  const messages = secretRules.flatMap((rule) =>
    [...rule.check(manifest, { minor: 36 })].map(({ message }) => message),
  );
  expect(messages).toEqual([expect.not.stringContaining('hunter2')]);
});

test('what is committed has no secret in it', () => {
  expect(readManifests(['gitops']).manifests.flatMap(check)).toEqual([]);
});

test('entropy is bits for each character', () => {
  expect([entropyOf('aaaa'), entropyOf('abab'), entropyOf('abcd')]).toEqual([0, 1, 2]);
});
