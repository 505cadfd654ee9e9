import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { operatorFiles } from '../../../charts/secrets/operator';
import { storeCopies } from '../../../charts/secret-store-backup/access';
import { freePort, type Store, tools } from '../../bootstrap/support/store';
import type { Ended } from '../../restore/support/pod';
import { searchPath } from '../../restore/support/programs';
import type { Storage } from '../../restore/support/storage';
import type { Environment } from '../../../settings/types';
import { authority } from '../../support/authority';
import { ROOT } from '../../support/environments';
import { variants } from '../../support/variants';

/** Staging with copies in a bucket of another account. */
export const env: Environment = variants.recovery.env;

/** Where the rendered manifests reach the store and the bucket of copies, and the regions that our own S3 server is not in. */
export const regions = [
  ['eu-west-1', 'us-east-1'],
  ['eu-central-1', 'us-east-1'],
] as const;
export const addresses = {
  store: storeCopies(env)?.vault.server ?? '',
  copies: `https://${env.recovery?.copies.host}`,
};

/** In every value that a test writes. */
export const canary = 'value-that-nobody-else-has';

/** The paths that the platform reads, as the committed policies have them. */
export function pathsRead(): string[] {
  const folder = path.join(ROOT, 'deploy/vault/staging/policies');
  const texts = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/^path "(.*\/data\/.*)"/gm)].map(([, name]) => name ?? ''))),
  ];
}

/** Fills a store with a value at every path, and lets the pods of a cluster in as deploy/vault says. */
export async function fill(store: Store, clusterAddress: string): Promise<void> {
  const mount = 'auth/kubernetes-staging';
  await store.call('POST', 'sys/mounts/bkg', { type: 'kv', options: { version: '2' } });
  for (const name of pathsRead()) await store.call('POST', name, { data: { value: canary } });
  await store.call('POST', `sys/${mount}`, { type: 'kubernetes' });
  const reviewer = { token_reviewer_jwt: 'reviewer', disable_local_ca_jwt: true, kubernetes_ca_cert: authority };
  await store.call('POST', `${mount}/config`, { kubernetes_host: clusterAddress, ...reviewer });
  for (const [file, text] of operatorFiles(env)) {
    const name = path.basename(file).replace(/\.\w+$/, '');
    if (file.endsWith('.hcl')) await store.call('PUT', `sys/policies/acl/${name}`, { policy: text });
    if (file.endsWith('.json')) await store.call('POST', `${mount}/role/${name}`, JSON.parse(text));
  }
}

/** Runs the drill as people do, who type shares. */
export async function drill(
  storage: Storage,
  folder: string,
  shares: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { status, stdout, stderr } = spawnSync('bash', ['docs/runbooks/secret-store-drill.sh', 'staging'], {
    cwd: ROOT,
    input: shares.map((share) => `${share}\n`).join(''),
    encoding: 'utf8',
    env: {
      PATH: `${tools}:${searchPath}`,
      HOME: folder,
      TMPDIR: folder,
      PORT: String(await freePort()),
      BUCKET: env.recovery?.copies.bucket,
      AWS_ENDPOINT_URL: storage.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: storage.secrets.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: storage.secrets.AWS_SECRET_ACCESS_KEY,
      ...more,
    },
  });
  return { status, output: `${stdout}${stderr}` };
}
