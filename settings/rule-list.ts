import type { Rule } from '../pipeline/problem';

/** Every rule about environment files, for docs/rules.md. */
export const environmentRules: readonly Rule[] = [
  {
    id: 'environment/yaml',
    says: 'the file is no single, reasonable YAML document',
    example: 'a tab as indentation; a key twice; aliases without end',
  },
  {
    id: 'environment/file',
    says: 'the file itself cannot be an environment',
    example: '`Dev.yaml`; `dev.yml`; a binary file',
  },
  { id: 'environment/unknown-field', says: 'a field the schema does not know', example: '`concurency: 8`' },
  {
    id: 'environment/missing-field',
    says: 'a field that is needed, always or because of another setting',
    example: '`database.mode: managed` without `database.managed`',
  },
  {
    id: 'environment/needless-reason',
    says: 'a reason for switching off what is on',
    example: '`checks: { sandboxReason: … }` with `sandbox: true`',
  },
  { id: 'environment/wrong-type', says: 'a value of another type', example: '`concurrency: "8"`' },
  { id: 'environment/not-allowed-value', says: 'not one of the listed values', example: '`kind: gatway`' },
  { id: 'environment/wrong-format', says: 'text that is not of the needed form', example: 'a host with `https://`' },
  { id: 'environment/out-of-bounds', says: 'a number or list beyond its bounds', example: '`timeoutSeconds: 60`' },
  { id: 'environment/duplicate-item', says: 'a list that names a thing twice', example: '`engines: [argocd, argocd]`' },
  {
    id: 'environment/image-digest',
    says: 'staging or production with an image that has no digest',
    example: '`image: …/curl:8.22.0`',
  },
  {
    id: 'environment/image-tag',
    says: 'an image without a tag, or with `latest`',
    example: '`image: …/curl:latest@sha256:…`',
  },
  {
    id: 'environment/unknown-release',
    says: 'staging or production with a daemon whose statements nobody has compared with the schema',
    example: '`image: …/cave-daemon:0.9.0@sha256:…` without a line in `charts/bkg-db/sql/statements.sql`',
  },
  {
    id: 'environment/weak-setting',
    says: 'staging or production with a setting made for development',
    example: '`isolation: off`; `audit.enabled: false`; `store: generated`',
  },
  { id: 'environment/sampling', says: "production outside the guide's range of 0.05 to 0.2", example: '`sampling: 1`' },
  { id: 'environment/shared-host', says: 'two of the three hosts are the same', example: '`app: admin.example.org`' },
  {
    id: 'environment/embedded-replicas',
    says: 'an embedded kernel with several daemons or an autoscaler',
    example: '`topology: embedded`, `replicas: 3`',
  },
  {
    id: 'environment/autoscaled-replicas',
    says: 'replicas next to an autoscaler',
    example: '`replicas: 3`, `autoscaling: …`',
  },
  {
    id: 'environment/autoscaling-range',
    says: 'an autoscaler with its bounds upside down',
    example: '`minReplicas: 9`, `maxReplicas: 6`',
  },
  {
    id: 'environment/single-database',
    says: 'several database servers without an operator',
    example: '`mode: managed`, `instances: 3`',
  },
  {
    id: 'environment/ssl-mode',
    says: 'an `sslMode` that servers of this `database.mode` cannot answer',
    example: '`mode: operator`, `sslMode: verify-full`',
  },
  {
    id: 'environment/authority',
    says: 'an authority of the database that is no PEM certificate, or that no client asks for',
    example: '`managed.ca` with a private key; with `sslMode: prefer`',
  },
  {
    id: 'environment/connection-budget',
    says: 'fewer database connections than the daemons take',
    example: '`maxConnections: 50`, seven daemons',
  },
  {
    id: 'environment/requests-over-limits',
    says: 'more reserved than may be used',
    example: '`requests.memory: 40Gi`, `limits.memory: 8Gi`',
  },
  {
    id: 'environment/workspace-size',
    says: 'a workspace volume smaller than what its sandboxes are promised',
    example: '`concurrency: 8`, `sandbox.diskMiB: 1024`, `workspaces.size: 4Gi`',
  },
  {
    id: 'environment/isolation-version',
    says: "an isolation that the cluster's minor does not have",
    example: '`user-namespace` on 1.30',
  },
  {
    id: 'environment/budget-window',
    says: 'an error budget counted over more days than Prometheus keeps',
    example: '`slo.windowDays: 30`, `retention: 15d`',
  },
  {
    id: 'environment/separated-alerting',
    says: 'an Alertmanager that no Prometheus sends to',
    example: '`prometheus.mode: existing`, `alertmanager.mode: instance`',
  },
  {
    id: 'environment/missing-operator',
    says: 'a setting that needs an operator which the cluster does not have',
    example: '`secrets.restarts: reloader` without `reloader` in `cluster.operators`',
  },
  {
    id: 'environment/generated-secrets',
    says: "generated values for somebody else's system",
    example: '`store: generated` with `pullSecret: true`',
  },
  {
    id: 'environment/unenforced-allow-list',
    says: 'an allow-list that nothing enforces',
    example: '`adminAllowList` with `gateway.policies: none`',
  },
  {
    id: 'environment/no-moment',
    says: 'a restore to a moment that no calendar has',
    example: '`at: 2026-02-30T12:00:00Z`',
  },
  {
    id: 'environment/restore-onto-itself',
    says: 'a restore whose new server would have the name of the one it reads or of the present one',
    example: '`incarnation: 20260131t120000z`, `restore.at: 2026-01-31T12:00:00Z`',
  },
  {
    id: 'environment/managed-incarnation',
    says: "a restore id of a provider's database, which has no name of ours",
    example: '`mode: managed`, `incarnation: 20260131t120000z`',
  },
  { id: 'environment/secret-variable', says: 'a secret as a plain variable', example: '`env: { JWT_SECRET: … }`' },
  {
    id: 'environment/mounted-variable',
    says: 'a variable that leads away from the volume it is about',
    example: '`env: { CAVE_WORKSPACE_ROOT: /tmp/workspaces }`',
  },
  { id: 'environment/variable-name', says: 'a name that no shell would take', example: '`env: { log-level: … }`' },
];
