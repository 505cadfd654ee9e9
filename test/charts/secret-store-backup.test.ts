import { operatorFiles } from '../../charts/secrets/operator';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import { podOf } from '../../kubernetes/kinds';
import { environment, folders, manifest, manifests } from '../support/environments';
import { variants } from '../support/variants';

const { env } = variants.recovery;
const aws = {
  store: 'aws',
  aws: { region: 'eu-central-1', roleArnPrefix: 'arn:aws:iam::111122223333:role/' },
} as const;

test.each([
  ['nothing is said of copies', environment('dev')],
  ['nothing is said of the store', environment('staging', { recovery: { ...env.recovery, store: undefined } })],
  ['the store has no snapshots', environment('staging', { recovery: env.recovery, secrets: aws })],
])('absent when %s', (_, without) => {
  expect(folders(without).map(({ name }) => name)).not.toContain('secret-store-backup');
  const namespaces = manifests(without).filter(({ kind }) => kind === 'Namespace');
  expect(namespaces.filter(({ metadata }) => metadata.name.endsWith('secret-store-backup'))).toEqual([]);
});

const maps = (value: unknown) => mapsOf(value).map(({ item }) => item);
const podSpec = (name: string) => mapOf(podOf(manifest(env, 'secret-store-backup', 'CronJob', name))?.spec);
const mounts = (name: string, containers: string) =>
  maps(podSpec(name)[containers]).flatMap(({ volumeMounts }) => maps(volumeMounts).map((mount) => mount.name));

test('only the container that asks the store has its token, and the API server would not take that', () => {
  expect(mounts('secret-store-backup', 'initContainers')).toContain('store-token');
  expect(mounts('secret-store-backup', 'containers')).not.toContain('store-token');
  const volume = maps(podSpec('secret-store-backup').volumes).find(({ name }) => name === 'store-token');
  expect(at(volume, ['projected', 'sources'])).toEqual([
    { serviceAccountToken: { audience: 'vault', expirationSeconds: 600, path: 'token' } },
  ]);
  expect(mounts('secret-store-drill', 'containers')).not.toContain('store-token');
  expect(podSpec('secret-store-drill').serviceAccountName).toBeUndefined();
});

test('the store may be asked by the backup alone, and the other account by both', () => {
  const reached = (name: string) => {
    const { spec } = manifest(env, 'platform', 'NetworkPolicy', name);
    return maps(mapOf(spec).egress).flatMap(({ to }) => maps(to).map((peer) => at(peer, ['ipBlock', 'cidr'])));
  };
  expect(reached('secret-store-backup').sort()).toEqual(['10.40.10.0/28', '3.5.64.0/21']);
  expect(reached('secret-store-drill')).toEqual(['3.5.64.0/21']);
});

test('the role reads a snapshot and nothing else, and is for one account', () => {
  const files = operatorFiles(env);
  const policy = files.get('deploy/vault/staging/policies/bkg-staging-snapshot.hcl') ?? '';
  expect([...policy.matchAll(/^path "(.*)" \{\n {2}capabilities = (.*)$/gm)].map(([, ...rule]) => rule)).toEqual([
    ['sys/storage/raft/snapshot', '["read"]'],
  ]);
  const role = JSON.parse(files.get('deploy/vault/staging/roles/bkg-staging-snapshot.json') ?? '{}') as object;
  expect(role).toMatchObject({
    bound_service_account_names: ['secret-store-backup'],
    bound_service_account_namespaces: ['bkg-staging-secret-store-backup'],
    token_policies: ['bkg-staging-snapshot'],
  });
});
