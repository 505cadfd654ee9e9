import { type Data, listOf, mapOf, mapsOf, textOf } from '../access';
import { claimFields } from './core';
import { below, defaults, type FactTable, table } from './fields';
import { allOfSpecBut, type Group, type Kind, type Product } from './kind';
import { workload } from './pod-fields';
import { itself, service, storageClass } from './references';

/** What workloads of a template have in common. */
const templated = {
  podTemplate: ['spec', 'template'],
  fields: workload,
  immutable: [{ field: 'spec.selector' }],
} as const satisfies Kind;

/** Those whose controller replaces pods when their template changes. */
const rolling = { ...templated, restarts: ['template'] } as const satisfies Kind;

/** Defaults of how pods are replaced. */
function rollingUpdate(settings: Data): FactTable {
  return table(
    defaults({ '': {}, type: 'RollingUpdate', rollingUpdate: {} }),
    below('rollingUpdate', defaults(settings)),
  );
}

function claims(object: Data, name: string): Product[] {
  const { volumeClaimTemplates, replicas, ordinals } = mapOf(object.spec);
  const first = mapOf(ordinals).start;
  const start = typeof first === 'number' ? first : 0;
  const count = typeof replicas === 'number' ? Math.min(Math.max(replicas, 0), 1000) : 1;
  return mapsOf(volumeClaimTemplates).flatMap(({ item }) =>
    Array.from({ length: count }, (_, index) => ({
      kind: '/PersistentVolumeClaim',
      name: `${textOf(mapOf(item.metadata).name) ?? ''}-${name}-${start + index}`,
    })),
  );
}

function lostWithClaims({ volumeClaimTemplates, persistentVolumeClaimRetentionPolicy }: Data): string | undefined {
  if (listOf(volumeClaimTemplates).length === 0) return undefined;
  return mapOf(persistentVolumeClaimRetentionPolicy).whenDeleted === 'Delete'
    ? 'its claims and what is on their volumes'
    : 'the pods that serve the data';
}

/** Source: KEP-1847. */
function claimsLeft({ volumeClaimTemplates, persistentVolumeClaimRetentionPolicy }: Data): string | undefined {
  const isKept = mapOf(persistentVolumeClaimRetentionPolicy).whenDeleted !== 'Delete';
  return isKept && listOf(volumeClaimTemplates).length > 0
    ? 'its claims stay, with what is on their volumes'
    : undefined;
}

const statefulSet: Kind = {
  ...rolling,
  names: 'label',
  references: [
    { path: 'spec.serviceName', to: service, ...itself },
    { path: 'spec.volumeClaimTemplates.*.spec.storageClassName', to: storageClass, ...itself },
  ],
  products: claims,
  fields: table(
    workload,
    below('spec.volumeClaimTemplates.*.spec', claimFields),
    below('spec.updateStrategy', rollingUpdate({ partition: 0 })),
    defaults({
      'spec.podManagementPolicy': 'OrderedReady',
      'spec.persistentVolumeClaimRetentionPolicy': {},
      'spec.persistentVolumeClaimRetentionPolicy.whenDeleted|whenScaled': 'Retain',
      'spec.volumeClaimTemplates.*.apiVersion': 'v1',
      'spec.volumeClaimTemplates.*.kind': 'PersistentVolumeClaim',
    }),
    { 'spec.volumeClaimTemplates.*.metadata.creationTimestamp': { ignored: true } },
    { 'spec.volumeClaimTemplates.*.status': { ignored: true } },
  ),
  immutable: [
    allOfSpecBut(
      'minReadySeconds ordinals persistentVolumeClaimRetentionPolicy replicas revisionHistoryLimit template updateStrategy',
    ),
  ],
  lost: lostWithClaims,
  leaves: claimsLeft,
  startsEmpty: ({ volumeClaimTemplates }) => listOf(volumeClaimTemplates).length > 0,
};

/** Sources: as for the core group. */
export const apps: Group = {
  name: 'apps',
  kinds: {
    ControllerRevision: { made: true, immutable: [{ field: 'data' }] },
    DaemonSet: {
      ...rolling,
      fields: table(workload, below('spec.updateStrategy', rollingUpdate({ maxUnavailable: 1, maxSurge: 0 }))),
    },
    Deployment: {
      ...rolling,
      fields: table(
        workload,
        defaults({ 'spec.paused': false, 'spec.progressDeadlineSeconds': 600 }),
        below('spec.strategy', rollingUpdate({ maxUnavailable: '25%', maxSurge: '25%' })),
      ),
    },
    ReplicaSet: { ...templated, made: true },
    StatefulSet: statefulSet,
  },
};
