import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const guarded = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
const argo = { argocd: [o.application()] };
const container = 'spec.jobTemplate.spec.template.spec.containers.0';
const keeping = (name: string, value: string) => changed(o.cronJob, { [`${container}.env`]: [{ name, value }] });
const storing = (retentionPolicy: string) => changed(o.objectStore, { 'spec.retentionPolicy': retentionPolicy });
const backingUp = (retentionPolicy: string) => changed(o.database, { 'spec.backup': { retentionPolicy } });
const prometheus = (retention: string) =>
  o.object('monitoring.coreos.com/v1', 'Prometheus', 'all', { spec: { retention } });
const ruler = o.object('monitoring.coreos.com/v1', 'ThanosRuler', 'rules', { spec: {} });
const agent = o.object('monitoring.coreos.com/v1alpha1', 'PrometheusAgent', 'edge', {
  spec: { replicas: 2, version: 'v3.5.0', storage: { volumeClaimTemplate: { metadata: { name: 'wal' } } } },
});
const guardedDatabase = annotated(o.database, guarded);
const elsewhere = changed(guardedDatabase, { 'metadata.namespace': 'stock' });

const locking = (mode: string, days: number) =>
  changed(o.cronJob, {
    [`${container}.env`]: [
      { name: 'RETENTION_DAYS', value: String(days) },
      { name: 'RETENTION_MODE', value: mode },
    ],
  });
const dsn = (host: string, query = '') =>
  changed(o.externalSecret, {
    'spec.target.template': { data: { DSN: `postgres://app:{{ .password }}@${host}:5432/shop${query}` } },
  });
const stored = changed(prometheus('15d'), {
  'spec.storage.volumeClaimTemplate.metadata.name': 'data',
  'spec.replicas': 2,
});

/** How long things are kept, and what starts without them. */
export const data: readonly PlanCase[] = [
  {
    name: 'backups kept for a shorter time',
    before: [storing('4w')],
    after: [storing('7d')],
    plan: [
      'change ObjectStore shop/backups: irreversible',
      '  keeps backups for 7d instead of 4w: what is older is deleted for good',
      '  spec.retentionPolicy: "4w" → "7d"',
    ],
  },
  {
    name: 'backups kept for a longer time',
    before: [storing('7d')],
    after: [storing('1m')],
    plan: ['change ObjectStore shop/backups: safe', '  changed in place', '  spec.retentionPolicy: "7d" → "1m"'],
  },
  {
    name: 'backups kept as long, in other words',
    before: [storing('2w')],
    after: [storing('14d')],
    plan: ['change ObjectStore shop/backups: safe', '  changed in place', '  spec.retentionPolicy: "2w" → "14d"'],
  },
  {
    name: 'backups of a Cluster kept for a shorter time',
    before: [backingUp('30d')],
    after: [backingUp('1w')],
    plan: [
      'change Cluster shop/main: irreversible',
      '  keeps backups for 1w instead of 30d: what is older is deleted for good',
      '  spec.backup.retentionPolicy: "30d" → "1w"',
    ],
  },
  {
    name: 'samples kept for a shorter time',
    before: [prometheus('15d')],
    after: [prometheus('36h')],
    plan: [
      'change Prometheus shop/all: irreversible',
      '  keeps samples for 36h instead of 15d: what is older is deleted for good',
      '  its only instance stops before the new one starts',
      '  its 1 pod restarts: retention',
      '  spec.retention: "15d" → "36h"',
      'restart Prometheus shop/all, 1: retention',
    ],
  },
  {
    name: 'records kept for fewer days',
    before: [keeping('EXECUTION_RETENTION_DAYS', '90')],
    after: [keeping('EXECUTION_RETENTION_DAYS', '30')],
    plan: [
      'change CronJob shop/backup: irreversible',
      '  keeps data, by EXECUTION_RETENTION_DAYS, for 30d instead of 90d: what is older is deleted for good',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[EXECUTION_RETENTION_DAYS].value: "90" → "30"',
    ],
  },
  {
    name: 'samples of a ThanosRuler kept for a shorter time',
    before: [changed(ruler, { 'spec.retention': '2d' })],
    after: [ruler],
    plan: [
      'change ThanosRuler shop/rules: irreversible',
      '  keeps samples for a day instead of 2d: what is older is deleted for good',
      '  its only instance stops before the new one starts',
      '  its 1 pod restarts: retention',
      '  spec.retention: "2d" → null',
      'restart ThanosRuler shop/rules, 1: retention',
    ],
  },
  {
    name: 'an agent with a volume in another namespace',
    before: [agent],
    after: [changed(agent, { 'metadata.namespace': 'stock' })],
    plan: [
      'replace PrometheusAgent stock/edge (was PrometheusAgent shop/edge): disruptive',
      '  starts empty: nobody copies what the old PrometheusAgent "edge" holds',
      '  renamed from namespace "shop" to "stock": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.namespace: "shop" → "stock"',
      'restart PrometheusAgent stock/edge, 2: moved from namespace shop',
    ],
  },
  {
    name: 'a number of another meaning that falls',
    before: [keeping('BATCH_DAYS', '90')],
    after: [keeping('BATCH_DAYS', '30')],
    plan: [
      'change CronJob shop/backup: safe',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[BATCH_DAYS].value: "90" → "30"',
    ],
  },
  {
    name: 'a guarded database in another namespace',
    before: { shop: [guardedDatabase], ...argo },
    after: { shop: [elsewhere], ...argo },
    plan: [
      'replace Cluster stock/main (was Cluster shop/main): disruptive',
      '  starts empty: nobody copies what the old Cluster "main" holds',
      '  renamed from namespace "shop" to "stock": a new one is created',
      '  Cluster "main": Argo CD leaves it in the cluster, where nobody manages it any more: Prune=false',
      '  metadata.namespace: "shop" → "stock"',
      'restart Cluster stock/main, 3: moved from namespace shop',
    ],
  },
  {
    name: 'a guarded database in another namespace, from its backups',
    before: { shop: [guardedDatabase], ...argo },
    after: {
      shop: [
        changed(elsewhere, {
          'spec.bootstrap': { recovery: { source: 'main' } },
          'spec.externalClusters': [{ name: 'main', connectionParameters: { host: 'db.example' } }],
        }),
      ],
      ...argo,
    },
    plan: [
      'replace Cluster stock/main (was Cluster shop/main): safe',
      '  renamed from namespace "shop" to "stock": a new one is created',
      '  Cluster "main": Argo CD leaves it in the cluster, where nobody manages it any more: Prune=false',
      '  metadata.namespace: "shop" → "stock"',
      '  spec.bootstrap: null → {"recovery":{"source":"main"}}',
      '  spec.externalClusters[main]: null → {"name":"main","connectionParameters":{"host":"db.example"}}',
      'restart Cluster stock/main, 3: moved from namespace shop',
    ],
  },
  {
    name: 'an object lock of fewer days',
    before: [locking('COMPLIANCE', 3650)],
    after: [locking('COMPLIANCE', 365)],
    plan: [
      'change CronJob shop/backup: safe',
      '  widens: what is written from now on is locked for 365 days in mode COMPLIANCE, not 3650 in COMPLIANCE: it may be deleted earlier',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[RETENTION_DAYS].value: "3650" → "365"',
    ],
  },
  {
    name: 'an object lock of more days that nobody can take back',
    before: [locking('COMPLIANCE', 365)],
    after: [locking('COMPLIANCE', 3650)],
    plan: [
      'change CronJob shop/backup: disruptive',
      '  what is written from now on is locked for 3650 days in mode COMPLIANCE, not 365 in COMPLIANCE: nobody can take that back, not even the owner of the bucket',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[RETENTION_DAYS].value: "365" → "3650"',
    ],
  },
  {
    name: 'an object lock of more days',
    before: [locking('GOVERNANCE', 30)],
    after: [locking('GOVERNANCE', 90)],
    plan: [
      'change CronJob shop/backup: safe',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[RETENTION_DAYS].value: "30" → "90"',
    ],
  },
  {
    name: 'an object lock in a stronger mode',
    before: [locking('GOVERNANCE', 30)],
    after: [locking('COMPLIANCE', 30)],
    plan: [
      'change CronJob shop/backup: disruptive',
      '  what is written from now on is locked for 30 days in mode COMPLIANCE, not 30 in GOVERNANCE: nobody can take that back, not even the owner of the bucket',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[RETENTION_MODE].value: "GOVERNANCE" → "COMPLIANCE"',
    ],
  },
  {
    name: 'an object lock in a weaker mode',
    before: [locking('COMPLIANCE', 30)],
    after: [locking('GOVERNANCE', 30)],
    plan: [
      'change CronJob shop/backup: safe',
      '  widens: what is written from now on is locked for 30 days in mode GOVERNANCE, not 30 in COMPLIANCE: it may be deleted earlier',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[RETENTION_MODE].value: "COMPLIANCE" → "GOVERNANCE"',
    ],
  },
  {
    name: 'another bucket',
    before: [keeping('AUDIT_BUCKET', 'one')],
    after: [keeping('AUDIT_BUCKET', 'two')],
    plan: [
      'change CronJob shop/backup: disruptive',
      '  uses bucket "two" (AUDIT_BUCKET); what is in "one" stays there',
      '  its next run is the first with this change',
      '  spec.jobTemplate.spec.template.spec.containers[backup].env[AUDIT_BUCKET].value: "one" → "two"',
    ],
  },
  {
    name: 'another archive',
    before: [o.objectStore],
    after: [changed(o.objectStore, { 'spec.configuration.destinationPath': 's3://others/' })],
    plan: [
      'change ObjectStore shop/backups: disruptive',
      '  archives at s3://others/; what is at s3://backups/ stays there',
      '  spec.configuration.destinationPath: "s3://backups/" → "s3://others/"',
    ],
  },
  {
    name: 'another database server',
    before: [dsn('a.example')],
    after: [dsn('b.example')],
    plan: [
      'change ExternalSecret shop/login: disruptive',
      '  DSN leads to the database at b.example:5432/shop; what a.example:5432/shop holds is not there',
      '  Secret "login" is made anew from the same values',
      '  spec.target.template.data.DSN: "postgres://app:{{ .password }}@a.example:5432/shop" → "postgres://app:{{ .password }}@b.example:5432/shop"',
    ],
  },
  {
    name: 'the same database server, otherwise',
    before: [dsn('a')],
    after: [dsn('a', '?sslmode=require')],
    plan: [
      'change ExternalSecret shop/login: safe',
      '  Secret "login" is made anew from the same values',
      '  spec.target.template.data.DSN: "postgres://app:{{ .password }}@a:5432/shop" → "postgres://app:{{ .password }}@a:5432/shop?sslmode=require"',
    ],
  },
  {
    name: 'a guarded Prometheus in another namespace',
    before: { shop: [annotated(stored, guarded)], ...argo },
    after: { shop: [changed(annotated(stored, guarded), { 'metadata.namespace': 'stock' })], ...argo },
    plan: [
      'replace Prometheus stock/all (was Prometheus shop/all): disruptive',
      '  starts empty: nobody copies what the old Prometheus "all" holds',
      '  renamed from namespace "shop" to "stock": a new one is created',
      '  Prometheus "all": Argo CD leaves it in the cluster, where nobody manages it any more: Prune=false',
      '  metadata.namespace: "shop" → "stock"',
      'restart Prometheus stock/all, 2: moved from namespace shop',
    ],
  },
  {
    name: 'backups that were kept for ever',
    before: [o.objectStore],
    after: [storing('30d')],
    plan: [
      'change ObjectStore shop/backups: irreversible',
      '  keeps backups for 30d instead of for ever: what is older is deleted for good',
      '  spec.retentionPolicy: null → "30d"',
    ],
  },
  {
    name: 'backups that are kept for ever now',
    before: [storing('30d')],
    after: [o.objectStore],
    plan: ['change ObjectStore shop/backups: safe', '  changed in place', '  spec.retentionPolicy: "30d" → null'],
  },
  {
    name: 'samples kept for a shorter time, in parts',
    before: [prometheus('1d12h')],
    after: [prometheus('90m')],
    plan: [
      'change Prometheus shop/all: irreversible',
      '  keeps samples for 90m instead of 1d12h: what is older is deleted for good',
      '  its only instance stops before the new one starts',
      '  its 1 pod restarts: retention',
      '  spec.retention: "1d12h" → "90m"',
      'restart Prometheus shop/all, 1: retention',
    ],
  },
];
