import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { onSandboxNodes } from '../cave-kernel/nodes';
import { sandboxUser } from '../cave-kernel/sandbox';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { ScheduledJob } from '../constructs/job';
import { workloadLabels } from '../constructs/labels';
import { claimedFolder, mounted, scratch } from '../constructs/volumes';
import { namespaceOf, sandboxPlace } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { addVerification } from './audit-verification';
import { storageClient } from './client';
import ship from './ship-audit-log.sh';

/** Takes the audit log off the node, file by file in a chain, and verifies what was shipped. */
export const audit: Component = {
  name: 'audit',
  source: 'charts/object-storage/audit.ts',
  // Whichever of the two runs sandboxes makes the volume.
  after: ['cave-daemon', 'cave-kernel', 'object-storage'],
  present: (env) => env.kernel.audit.enabled,
  build: (scope, env) => new Audit(scope, env),
};

const name = 'audit-shipper';
const logFolder = '/var/log/cave';

class Audit extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, audit.name, { environment: env.name, namespace: namespaceOf(env, sandboxPlace(env)) });
    const { auditRetention, buckets, shipSchedule } = env.objectStorage;
    const { volumes, volumeMounts } = mounted(claimedFolder('audit-log', logFolder), scratch('tmp', '/tmp'));
    new ScheduledJob(this, name, {
      name,
      schedule: shipSchedule,
      deadlineSeconds: 540,
      retries: 1,
      user: sandboxUser,
      priorityClass: priorityClass(env, 'standard'),
      pullSecret: pullSecretOf(env),
      containers: [
        storageClient(env, name, {
          name: 'ship',
          script: ship,
          variables: {
            BUCKET: buckets.audit,
            LOG_FOLDER: logFolder,
            RETENTION_DAYS: String(auditRetention.days),
            RETENTION_MODE: auditRetention.mode,
          },
          volumeMounts,
        }),
      ],
      spec: { volumes, ...besideServer(env) },
    });
    addVerification(this, env, logFolder, besideServer(env));
  }
}

/** The volume can be mounted by one node at a time, so the shipper runs where the server runs. */
function besideServer(env: Environment) {
  return {
    ...onSandboxNodes(env),
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: workloadLabels(sandboxPlace(env)) },
          },
        ],
      },
    },
  };
}
