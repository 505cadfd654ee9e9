import { namespaceOf } from '../../../charts/places';
import { stoppedWorkloads } from '../../../charts/restore';
import type { Copies, Environment } from '../../../settings/types';
import type { Step } from '../restore-page/text';

/** Reads the bucket of copies. */
export function copyCommand({ host, region, bucket }: Copies): string {
  return `aws --endpoint-url https://${host} --region ${region} s3 ls s3://${bucket}/`;
}

/** The way back from nothing: what the stages need first, then the stages. */
export function recoverySteps(env: Environment): Step[] {
  return [
    cluster(env),
    ...(env.secrets.store === 'generated' ? [] : [secretStore(env)]),
    ...(env.objectStorage.mode === 'external' ? [objectStorage(env)] : []),
    ...(hasCopies(env) ? [database(env)] : []),
    engine(env),
    ...(hasCopies(env) ? [goOn(env)] : []),
    verdict(env),
    rotate(env),
  ];
}

/** What is kept on volumes of the cluster goes with it. */
function hasCopies({ database, objectStorage }: Environment): boolean {
  return database.mode === 'managed' || objectStorage.mode === 'external';
}

function bootstrap({ name }: Environment, ...steps: string[]): string[] {
  return steps.map((step) => `npm run -s bootstrap -- --env ${name} --step ${step}`);
}

function cluster(env: Environment): Step {
  return {
    text: `Cluster, operators and their kinds. Each command ends without a sentence when all is there; otherwise it says what is missing.
   \`cluster.apiServer\` and other addresses in \`environments/${env.name}.yaml\` are those of the new cluster: change and publish them first.`,
    blocks: [{ lines: bootstrap(env, 'cluster', 'operators', 'kinds') }],
  };
}

function secretStore(env: Environment): Step {
  const text = 'Secret store.';
  const after = bootstrap(env, 'store');
  switch (env.secrets.store) {
    case 'vault':
      return vaultStep(env, text, after);
    case 'aws':
      return {
        text: `${text} A secret that was deleted comes back within its recovery window; a lost region from its replica, which then stands alone. The last command says what is still missing.`,
        blocks: [
          {
            lines: [
              'aws secretsmanager restore-secret --secret-id <secret>',
              'aws secretsmanager stop-replication-to-replica --secret-id <secret> --region <replica>',
              ...after,
            ],
          },
        ],
      };
    case 'gcp':
      return {
        text: `${text} A disabled version can be enabled; a destroyed one is made anew as [its page](../secrets/${env.name}.md) says. The last command says what is still missing.`,
        blocks: [{ lines: ['gcloud secrets versions enable <version> --secret=<secret>', ...after] }],
      };
    case 'generated':
      return { text };
  }
}

function vaultStep(env: Environment, text: string, after: string[]): Step {
  const kv = env.secrets.store === 'vault' ? env.secrets.vault.mount : '';
  const copies = env.recovery?.store ? env.recovery.copies : undefined;
  const aws = copies && `aws --endpoint-url https://${copies.host} --region ${copies.region}`;
  const fetch = copies
    ? [
        `KEY=$(${aws} s3api list-objects-v2 --bucket ${copies.bucket} --prefix secret-store/ --query 'Contents[-1].Key' --output text)`,
        `${aws} s3 cp "s3://${copies.bucket}/$KEY" store.snap`,
      ]
    : [];
  return {
    text: `${text} A new server with raft storage, and the ${copies ? 'newest snapshot' : 'snapshot that whoever runs the store has, as `store.snap`'}. \`init\` prints a key and a token
   for the time until the restore; both are worthless afterwards: the **old** shares open the server, and old tokens are valid.
   After \`restore\` wait until the server logs \`vault is sealed\` and restart it, or it may ask for as many shares as the new keys
   had (\`invalid key size\`; seen on OpenBao 2.7). A store that opens itself needs its old seal in the configuration. \`unexpected EOF\` is a cut snapshot: take the one before.
   The last command tells the store of the new cluster.`,
    blocks: [
      {
        lines: [
          ...fetch,
          'vault operator init -key-shares=1 -key-threshold=1',
          'vault operator unseal',
          'vault login',
          'vault operator raft snapshot restore -force store.snap',
          'vault operator unseal  # with the old shares, as often as it asks',
          'vault status',
          `vault kv metadata get -mount=${kv} ${env.name}/api/admin-key`,
          ...after,
          'rm store.snap',
        ],
      },
    ],
  };
}

function objectStorage(env: Environment): Step {
  return {
    text: `Object storage. Buckets that are there are left alone; a lost one is made anew, empty. No setting makes the provider replicate: where it does, copy back what its replica has, and set retention and legal hold again, because neither follows. An archive of the database that is not empty is left as it is.`,
    blocks: [{ lines: bootstrap(env, 'buckets', 'rights') }],
  };
}

function database(env: Environment): Step {
  const restoring = { ...env, database: { ...env.database, restore: { at: '2026-01-31T12:00:00Z' } } };
  const idle = [...stoppedWorkloads(restoring)].map((name) => `\`${name}\``).sort();
  return {
    text: `Database: [its page](restore-the-database.md#${env.name}) up to the publishing of \`restore\`, for the last moment before the loss.
   The engine then starts with these stopped, and prunes nothing: ${idle.join(', ')}.`,
  };
}

function engine(env: Environment): Step {
  return {
    text: `The engine, which brings everything else in the order above. Every ExternalSecret waits for the store; what stands still longer than \`delivery.rollOutMinutes\` says why in its own status.`,
    blocks: [
      {
        lines: [
          ...bootstrap(env, 'engine'),
          `kubectl -n ${namespaceOf(env, 'cave-daemon')} get pods`,
          `kubectl -n ${namespaceOf(env, 'bkg-db')} get jobs`,
        ],
      },
    ],
  };
}

function goOn(env: Environment): Step {
  return {
    text: `Look at the database, and end the restore as [its page](restore-the-database.md#${env.name}) says: kernel, daemon and checks start. **Before that**, go through
   the last step of this page: nobody can reach the API yet.`,
  };
}

function verdict(env: Environment): Step {
  const checks = namespaceOf(env, 'checks');
  return {
    text: 'The proof: each line of the check says `ok`, and the step ends without a sentence. Write down the time.',
    blocks: [
      {
        lines: [
          ...bootstrap(env, 'verdict'),
          `kubectl -n ${checks} logs -l app.kubernetes.io/name=post-deploy-check --tail=-1`,
        ],
      },
    ],
  };
}

function rotate(env: Environment): Step {
  const store = env.secrets.store === 'vault' ? ' and tokens and leases of the store itself' : '';
  const lines = [
    'API keys that were revoked since the moment of the restore: the notes of whoever revoked them say which',
    `every value that was replaced since the copy of the store: passwords of the database, storage credentials, registry, webhook${store}`,
    'the admin key, when it was replaced since either copy: store and database may know different ones',
    'the audit key, when it was replaced since: lines signed with the newer one would not verify',
    'the signing key: `imageVerification.publicKeys` of the tree decides, and a tree of an older release may accept one that was taken out',
    'whatever the lost cluster knew, if somebody else may have it now: all of [the list](../secrets/NAME.md)',
  ];
  return {
    text: `What is valid again, and must not be ([how each is replaced](secrets.md)):\n${lines
      .map((line) => `   - ${line.replace('NAME', env.name)}`)
      .join('\n')}`,
  };
}
