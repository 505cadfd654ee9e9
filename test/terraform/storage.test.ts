import { writeFileSync } from 'node:fs';
import path from 'node:path';
import check from '../../charts/object-storage/check-buckets.sh';
import { environment } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { configuration } from './support/configuration';
import { S3Server } from './support/s3-server';
import { succeed } from './support/terraform';

const env = environment('staging', {
  objectStorage: {
    external: { host: 's3.example.org', cidrs: ['10.0.0.0/8'] },
    auditRetention: { days: 30, mode: 'COMPLIANCE' },
  } as never,
});
const { audit, models, backups } = env.objectStorage.buckets;
const principals = {
  audit: 'bkg-audit',
  backups: 'bkg-backups',
  buckets: 'bkg-buckets',
  verifier: 'bkg-verifier',
};
const example = configuration(env, { principals });
const folder = temporaryFolder();
const file = path.join(folder, 'line.jsonl');
let server: S3Server;

/** What the state has of a resource of one of these kinds. */
interface Settings {
  readonly bucket: string;
  readonly object_lock_enabled: boolean | string;
  readonly versioning_configuration: [{ readonly status: string }];
  readonly policy: string;
  readonly rule: [{ readonly default_retention: [{ readonly mode: string; readonly days: number }] }];
}

/** The calls of the S3 API that the provider would make of what is in the state. */
const calls: Readonly<Record<string, (settings: Settings) => string[]>> = {
  aws_s3_bucket: (it) => ['create-bucket', ...(it.object_lock_enabled ? ['--object-lock-enabled-for-bucket'] : [])],
  aws_s3_bucket_versioning: ({ versioning_configuration: [{ status }] }) => [
    'put-bucket-versioning',
    `--versioning-configuration=Status=${status}`,
  ],
  aws_s3_bucket_object_lock_configuration: ({
    rule: [
      {
        default_retention: [{ mode, days }],
      },
    ],
  }) => [
    'put-object-lock-configuration',
    `--object-lock-configuration=ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=${mode},Days=${days}}}`,
  ],
  aws_s3_bucket_policy: ({ policy }) => ['put-bucket-policy', `--policy=${policy}`],
};

beforeAll(async () => {
  writeFileSync(file, '{"event": "sandbox.exec"}\n');
  server = await S3Server.start(folder, [...Object.values(principals), 'stranger']);
  succeed(example.folder, 'init');
  expect(example.run('apply', '-auto-approve')).toMatchObject({ code: 0 });
  const { resources } = JSON.parse(example.state());
  const made = resources.filter(({ module }: { module: string }) => module === 'module.object_storage');
  expect(new Set(made.map(({ type }: { type: string }) => type))).toEqual(new Set(Object.keys(calls)));
  for (const [type, call] of Object.entries(calls)) {
    for (const { instances } of made.filter((one: { type: string }) => one.type === type)) {
      for (const { attributes } of instances)
        expect(server.call('owner', ...call(attributes), `--bucket=${attributes.bucket}`)).toMatchObject({
          ok: true,
          err: '',
        });
    }
  }
});

afterAll(() => server.stop());

/** Puts the line into a bucket; the version that it has there. */
const put = (user: string, bucket: string, ...more: string[]) =>
  server.call(user, 'put-object', '--bucket', bucket, '--key', 'line', '--body', file, '--query', 'VersionId', ...more);

const denied = { ok: false, err: expect.stringContaining('AccessDenied') };
const locked = { ok: false, err: expect.stringMatching(/object protected by object lock|AccessDenied/) };

test('the check of the platform finds nothing, as the identity that it has', () => {
  const bucketVariables = { AUDIT_BUCKET: audit, MODELS_BUCKET: models, BACKUPS_BUCKET: backups };
  const { days, mode } = env.objectStorage.auditRetention;
  const variables = { ...bucketVariables, RETENTION_DAYS: String(days), RETENTION_MODE: mode };
  const said = server.as(principals.buckets, 'sh', ['-c', check], variables);
  expect(said).toEqual({ ok: true, out: 'every bucket is as it should be', err: '' });
});

describe('a line of the audit log', () => {
  test.each([
    [
      'that comes with a retention',
      ['--object-lock-mode', 'COMPLIANCE', '--object-lock-retain-until-date', '2099-01-01T00:00:00Z'],
    ],
    ['that comes without one', []],
  ])('%s cannot be removed by anybody, not even around the lock', (_, more) => {
    const { ok, out } = put(principals.audit, audit, ...more);
    expect(ok).toBe(true);
    const version = ['--bucket', audit, '--key', 'line', '--version-id', JSON.parse(out)];
    expect(server.call(principals.audit, 'delete-object', ...version)).toMatchObject(locked);
    expect(server.call('owner', 'delete-object', ...version, '--bypass-governance-retention')).toMatchObject(locked);
    expect(server.call(principals.audit, 'get-object', ...version, 'copy')).toMatchObject({ ok: true });
  });

  test.each([principals.backups, principals.buckets, 'stranger'])('is read and written by no %s', (user) => {
    expect(server.call(user, 'get-object', '--bucket', audit, '--key', 'line', 'copy')).toMatchObject(denied);
    expect(put(user, audit)).toMatchObject(denied);
  });
});

test('what verifies the audit log lists and reads every version, and writes nothing', () => {
  const { verifier } = principals;
  expect(server.call(verifier, 'list-object-versions', '--bucket', audit)).toMatchObject({ ok: true });
  expect(server.call(verifier, 'get-object', '--bucket', audit, '--key', 'line', 'copy')).toMatchObject({ ok: true });
  expect(put(verifier, audit)).toMatchObject(denied);
  expect(server.call(verifier, 'delete-object', '--bucket', audit, '--key', 'line')).toMatchObject(denied);
  expect(server.call(verifier, 'list-objects-v2', '--bucket', backups)).toMatchObject(denied);
});

test("backups are their own identity's, which may remove them", () => {
  expect(put(principals.backups, backups)).toMatchObject({ ok: true });
  expect(server.call(principals.audit, 'get-object', '--bucket', backups, '--key', 'line', 'copy')).toMatchObject(
    denied,
  );
  const removed = server.call(principals.backups, 'delete-object', '--bucket', backups, '--key', 'line');
  expect(removed).toMatchObject({ ok: true });
});

test.each([principals.audit, 'stranger'])('%s changes no setting of a bucket', (user) => {
  const lock = 'ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=GOVERNANCE,Days=1}}';
  for (const call of [
    ['delete-bucket-policy'],
    ['put-bucket-versioning', '--versioning-configuration=Status=Suspended'],
    ['put-object-lock-configuration', `--object-lock-configuration=${lock}`],
  ])
    expect(server.call(user, ...call, `--bucket=${audit}`)).toMatchObject(denied);
});
