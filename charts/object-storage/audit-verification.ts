import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { sandboxUser } from '../cave-kernel/sandbox';
import { variables } from '../constructs/env';
import { ScheduledJob } from '../constructs/job';
import { KubeConfigMap, type PodSpec } from '../constructs/k8s';
import { smallResources } from '../constructs/quantities';
import { claimedFolder, configFiles, mounted, secretFolder, secretKeyFiles } from '../constructs/volumes';
import { storageEndpoint } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { auditVerification, credentialsKey, hmacKeys } from '../secrets/consumers/storage';
import s3 from './s3.py';
import verify from './verify-audit-log.py';

const filesFolder = '/opt/verify';

/**
 * Adds the CronJob that verifies signatures and completeness of the shipped audit log. It reads the bucket, and from the
 * volume of the log with which file it ends; `placement` is where that volume can be mounted.
 */
export function addVerification(scope: Construct, env: Environment, folder: string, placement: Partial<PodSpec>): void {
  const { auditVerification: settings, auditRetention, buckets, region } = env.objectStorage;
  if (!settings) return;
  const data = { 's3.py': s3, 'verify.py': verify };
  new KubeConfigMap(scope, 'verification-files', { metadata: { name: auditVerification }, data });
  const [volume, mount] = claimedFolder('audit-log', folder);
  const { volumes, volumeMounts } = mounted(
    [volume, { ...mount, readOnly: true }],
    configFiles(auditVerification, filesFolder),
  );
  const secrets = secretFolder(auditVerification);
  new ScheduledJob(scope, auditVerification, {
    name: auditVerification,
    schedule: settings.schedule,
    deadlineSeconds: 3600,
    // What it has found does not go away by asking again.
    retries: 0,
    user: sandboxUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      {
        name: 'verify',
        image: settings.image,
        command: ['python3', '-B', `${filesFolder}/verify.py`],
        env: variables({
          AWS_DEFAULT_REGION: region,
          AWS_ENDPOINT_URL: storageEndpoint(env),
          AWS_SHARED_CREDENTIALS_FILE: `${secrets}/${credentialsKey}`,
          BUCKET: buckets.audit,
          // What is older may have been removed, as the retention says.
          DAYS: String(Math.min(settings.days, auditRetention.days)),
          EARLIER_ENDS: settings.earlierEnds.join(' '),
          KEYS: secrets,
          LOG_FOLDER: folder,
          REPLACED: settings.replacedKeys.join(' '),
        }),
        files: [secretKeyFiles(auditVerification, [credentialsKey, ...hmacKeys(env).map(({ key }) => key)])],
        // It holds one file at a time.
        resources: smallResources('512Mi'),
        volumeMounts,
      },
    ],
    spec: { volumes, ...placement },
  });
}
