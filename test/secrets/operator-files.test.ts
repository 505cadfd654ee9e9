import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { consumerSecrets } from '../../charts/secrets/consumers';
import { elsewhere } from '../../charts/secrets/operator/elsewhere';
import { operatorFiles } from '../../charts/secrets/operator';
import { at, listOf, mapsOf } from '../../kubernetes/access';
import { allOperatorFiles } from '../../scripts/import/operator-files';
import { environment, manifests, ROOT } from '../support/environments';
import { documentedSecrets } from './platform-secrets';

const names = ['dev', 'staging', 'production'];

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
}

/** `path key` → the cells of its row. */
function listed(page: string): Map<string, string[]> {
  const rows =
    page
      .split('## How each is made')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| `')) ?? [];
  return new Map(
    rows.map((line) => {
      const cells = line.slice(2, -2).split(' | ');
      return [`${cells[0]} ${cells[1]}`.replaceAll('`', ''), cells];
    }),
  );
}

test('what is committed is what the environments say', () => {
  const files = allOperatorFiles(ROOT);
  expect([...filesBelow('docs/secrets'), ...filesBelow('deploy/vault')].sort()).toEqual([...files.keys()].sort());
  for (const [file, text] of files)
    expect([file, readFileSync(path.join(ROOT, file), 'utf8') === text]).toEqual([file, true]);
});

describe("the list of an environment holds every secret of the platform's documents", () => {
  // Production with the one setting that is off: what the documents name has a row then as well.
  const env = environment('production', { daemon: { tls: true } });
  const page = operatorFiles(env).get('docs/secrets/production.md') ?? '';
  const rows = listed(page);
  const [, ofSigning = ''] = /^## What signs images$([^]*?)^## /m.exec(page) ?? [];
  const signing = listed(ofSigning);
  const read = consumerSecrets(env).flatMap(({ place, keys }) => keys.map(({ key }) => `${place}: ${key}`));
  const outside = new Map(elsewhere(env).map(({ what, rotation }) => [what, rotation]));

  test.each(documentedSecrets.map((secret) => [secret.name, secret] as const))('%s', (_name, secret) => {
    for (const key of secret.read ?? []) expect(read).toContain(key);
    for (const value of secret.stored ?? []) {
      const row = rows.get(`production/${value}`);
      expect(row?.length).toBe(6);
      if (secret.days) expect(row?.[5]).toMatch(`every ${secret.days} days`);
    }
    for (const value of secret.signing ?? []) {
      const cells = signing.get(`production/${value}`);
      expect(cells?.length).toBe(6);
      if (secret.days) expect(cells?.[5]).toMatch(`every ${secret.days} days`);
    }
    if (secret.elsewhere) {
      expect(outside.has(secret.elsewhere)).toBe(true);
      if (secret.days) expect(outside.get(secret.elsewhere)).toMatch(`${secret.days} days`);
    }
  });

  test('nothing in the list is unknown to the documents but what we added', () => {
    const known = new Set(documentedSecrets.flatMap(({ stored = [] }) => stored.map((value) => `production/${value}`)));
    expect([...rows.keys()].filter((value) => !known.has(value))).toEqual([
      'production/database/auditor password',
      'production/monitoring/alert-webhook url',
      'production/object-storage/copies access-key-id',
      'production/object-storage/copies secret-access-key',
      'production/object-storage/verifier access-key-id',
      'production/object-storage/verifier secret-access-key',
    ]);
  });
});

test('every secret that a workflow reads has a row', () => {
  const folder = path.join(ROOT, '.github/workflows');
  const texts = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  // GitHub makes this one for every run.
  const read = texts.flatMap((text) => text.match(/(?<=secrets\.)(?!GITHUB_TOKEN)\w+/g) ?? []);
  expect(read.length).toBeGreaterThan(0);
  for (const name of names) {
    const places = elsewhere(environment(name)).map(({ where }) => where);
    for (const secret of read) expect(places.some((where) => where.includes(`\`${secret}\``))).toBe(true);
    expect(places.some((where) => where.includes('`COSIGN_PRIVATE_KEY`'))).toBe(true);
  }
});

describe.each(names)('%s', (name) => {
  const env = environment(name);
  const page = operatorFiles(env).get(`docs/secrets/${name}.md`) ?? '';

  test('every value has a row that says everything', () => {
    const rows = listed(page);
    expect(rows.size).toBeGreaterThan(10);
    for (const [value, cells] of rows)
      expect([value, cells.every((cell) => cell.trim() !== '')]).toEqual([value, true]);
  });

  test('every link leads to a section of the runbook', () => {
    const sections = [...readFileSync(path.join(ROOT, 'docs/runbooks/secrets.md'), 'utf8').matchAll(/^#+ (.+)$/gm)];
    const anchors = new Set(sections.map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-')));
    const links = [...page.matchAll(/secrets\.md#([a-z-]+)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((anchor) => !anchors.has(anchor ?? ''))).toEqual([]);
  });

  test('the list is what the ExternalSecrets fetch, no more and no less', () => {
    const fetched = manifests(env, 'secrets')
      .filter(({ kind, metadata }) => kind === 'ExternalSecret' && !metadata.namespace?.endsWith('secrets'))
      .flatMap(({ spec }) => mapsOf(at(spec, ['data'])))
      .map(({ item }) => `${at(item, ['remoteRef', 'key'])} ${at(item, ['remoteRef', 'property'])}`);
    expect([...listed(page).keys()].sort()).toEqual([...new Set(fetched)].sort());
  });
});

test('nothing in a cluster reads what signs images', () => {
  for (const [file, text] of allOperatorFiles(ROOT)) if (!file.endsWith('.md')) expect(text).not.toContain('cosign');
  for (const name of names) expect(JSON.stringify(manifests(environment(name), 'secrets'))).not.toContain('cosign');
});

/** Environments with every store that needs files. */
const stores = {
  vault: environment('production'),
  aws: environment('production', {
    secrets: { store: 'aws', aws: { region: 'eu-central-1', roleArnPrefix: 'arn:aws:iam::111122223333:role/' } },
  }),
  gcp: environment('production', { secrets: { store: 'gcp', gcp: { projectId: 'bkg-production' } } }),
};

/** Namespace → names in the store that its ExternalSecrets fetch. */
function fetchedBy(env: (typeof stores)['vault']): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const { kind, metadata, spec } of manifests(env, 'secrets')) {
    if (kind !== 'ExternalSecret') continue;
    const names = result.get(metadata.namespace ?? '') ?? new Set();
    for (const { item } of mapsOf(at(spec, ['data']))) names.add(String(at(item, ['remoteRef', 'key'])));
    result.set(metadata.namespace ?? '', names);
  }
  return result;
}

test('each Vault policy lets a namespace read what its ExternalSecrets fetch, and nothing else', () => {
  const files = operatorFiles(stores.vault);
  const stated = new Map<string, Set<string>>();
  for (const { kind, metadata, spec } of manifests(stores.vault, 'secrets')) {
    if (kind !== 'SecretStore') continue;
    const { mountPath, role, serviceAccountRef } = at(spec, ['provider', 'vault', 'auth', 'kubernetes']) as {
      mountPath: string;
      role: string;
      serviceAccountRef: { name: string; audiences: string[] };
    };
    expect(mountPath).toBe('kubernetes-production');
    expect(JSON.parse(files.get(`deploy/vault/production/roles/${role}.json`) ?? '')).toEqual({
      audience: serviceAccountRef.audiences[0],
      bound_service_account_names: [serviceAccountRef.name],
      bound_service_account_namespaces: [metadata.namespace],
      token_policies: [role],
      token_ttl: '10m',
      token_max_ttl: '10m',
    });
    const policy = files.get(`deploy/vault/production/policies/${role}.hcl`) ?? '';
    const rules = [...policy.matchAll(/^path "bkg\/data\/([a-z/-]+)" \{\n {2}capabilities = \["read"\]\n\}$/gm)];
    // Nothing but comments, blank lines and such rules.
    expect(policy.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(3 * rules.length);
    stated.set(metadata.namespace ?? '', new Set(rules.map(([, name = '']) => name)));
  }
  expect(stated).toEqual(fetchedBy(stores.vault));
  expect(stated.size).toBeGreaterThan(5);
});

test('each IAM policy of AWS lets a namespace read what its ExternalSecrets fetch, and nothing else', () => {
  const files = operatorFiles(stores.aws);
  const stated = new Map(
    [...files]
      .filter(([file]) => file.startsWith('deploy/aws/production/'))
      .map(([file, text]) => {
        const [statement] = JSON.parse(text).Statement as { Action: string[]; Resource: string[] }[];
        expect(statement?.Action).toEqual(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
        const names = (statement?.Resource ?? []).map((arn) =>
          arn.replace(/^arn:aws:secretsmanager:eu-central-1:111122223333:secret:(.+)-\?{6}$/, '$1'),
        );
        return [path.basename(file, '.json'), new Set(names)];
      }),
  );
  expect(stated).toEqual(fetchedBy(stores.aws));
});

test('each IAM policy of Google Cloud names the identities that the service accounts carry', () => {
  const files = operatorFiles(stores.gcp);
  const identities = new Map(
    manifests(stores.gcp, 'secrets')
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => [metadata.annotations?.['iam.gke.io/gcp-service-account'], metadata.namespace ?? '']),
  );
  const stated = new Map<string, Set<string>>();
  for (const [file, text] of files) {
    if (!file.startsWith('deploy/gcp/')) continue;
    for (const member of listOf(at(JSON.parse(text), ['bindings', 0, 'members']))) {
      const namespace = identities.get(String(member).replace('serviceAccount:', '')) ?? 'nobody';
      stated.set(namespace, (stated.get(namespace) ?? new Set()).add(path.basename(file, '.json')));
    }
  }
  expect(stated).toEqual(fetchedBy(stores.gcp));
});

test.each(Object.entries(stores))('%s: every path has a command that names it', (_store, env) => {
  const page = operatorFiles(env).get('docs/secrets/production.md') ?? '';
  for (const value of listed(page).keys()) {
    const [name = ''] = value.split(' ');
    const [, commands = ''] = new RegExp(`### ${name}\n\n\`\`\`sh\n([^\`]+)`).exec(page) ?? [];
    expect(commands).toContain(` ${name}`);
  }
});
