import type { Rule } from '../pipeline/problem';

/** Every rule about environment files, for docs/rules.md. */
export const environmentRules: readonly Rule[] = [
  {
    id: 'environment/yaml',
    description: 'the file is no single, reasonable YAML document',
    example: 'a tab as indentation; a key twice; aliases without end',
  },
  {
    id: 'environment/file',
    description: 'the file itself cannot be an environment',
    example: '`Dev.yaml`; `dev.yml`; a binary file',
  },
  {
    id: 'environment/extends',
    description: 'a base that is not there or extends another one, or `without` a field that the base does not have',
    example: '`extends: production.yaml`; `without: [route.isuer]`',
  },
  {
    id: 'environment/shared',
    description:
      'two environments with one namespace prefix in a cluster, host, bucket, database or place in the store',
    example: 'a copy of `staging.yaml` without `sharedWith: [staging]`, or with it in only one of both',
  },
  {
    id: 'environment/repository-credentials',
    description: 'credentials that are not for an address as the repository has it',
    example: '`repository: https://…` with `credentials: { kind: ssh-key, … }`',
  },
  { id: 'environment/unknown-field', description: 'a field the schema does not know', example: '`concurency: 8`' },
  {
    id: 'environment/missing-field',
    description: 'a field that is needed, always or because of another setting',
    example: '`database.mode: managed` without `database.managed`',
  },
  {
    id: 'environment/needless-reason',
    description: 'a reason for switching off what is on',
    example: '`checks: { sandboxReason: … }` with `sandbox: true`',
  },
  { id: 'environment/wrong-type', description: 'a value of another type', example: '`concurrency: "8"`' },
  { id: 'environment/not-allowed-value', description: 'not one of the listed values', example: '`kind: gatway`' },
  {
    id: 'environment/wrong-format',
    description: 'text that is not of the needed form',
    example: 'a host with `https://`',
  },
  {
    id: 'environment/out-of-bounds',
    description: 'a number or list beyond its bounds',
    example: '`timeoutSeconds: 60`',
  },
  {
    id: 'environment/duplicate-item',
    description: 'a list that names a thing twice',
    example: '`engines: [argocd, argocd]`',
  },
  {
    id: 'environment/image-digest',
    description: 'staging or production with an image that has no digest',
    example: '`image: …/curl:8.22.0`',
  },
  {
    id: 'environment/image-tag',
    description: 'an image without a tag, or with `latest`',
    example: '`image: …/curl:latest@sha256:…`',
  },
  {
    id: 'environment/unknown-release',
    description: 'staging or production with a daemon whose statements nobody has compared with the schema',
    example: '`image: …/cave-daemon:0.9.0@sha256:…` without a line in `charts/bkg-db/sql/statements.sql`',
  },
  {
    id: 'environment/weak-setting',
    description: 'staging or production with a setting made for development',
    example: '`isolation: off`; `audit.enabled: false`; `store: generated`',
  },
  {
    id: 'environment/sampling',
    description: "production outside the guide's range of 0.05 to 0.2",
    example: '`sampling: 1`',
  },
  {
    id: 'environment/shared-host',
    description: 'two of the three hosts are the same',
    example: '`app: admin.example.org`',
  },
  {
    id: 'environment/embedded-replicas',
    description: 'an embedded kernel with several daemons or an autoscaler',
    example: '`topology: embedded`, `replicas: 3`',
  },
  {
    id: 'environment/autoscaled-replicas',
    description: 'replicas next to an autoscaler',
    example: '`replicas: 3`, `autoscaling: …`',
  },
  {
    id: 'environment/autoscaling-range',
    description: 'an autoscaler with its bounds upside down',
    example: '`minReplicas: 9`, `maxReplicas: 6`',
  },
  {
    id: 'environment/single-database',
    description: 'several database servers without an operator',
    example: '`mode: managed`, `instances: 3`',
  },
  {
    id: 'environment/ssl-mode',
    description: 'an `sslMode` that servers of this `database.mode` cannot answer',
    example: '`mode: operator`, `sslMode: verify-full`',
  },
  {
    id: 'environment/authority',
    description: 'an authority of the database that is no PEM certificate, or that no client asks for',
    example: '`managed.ca` with a private key; with `sslMode: prefer`',
  },
  {
    id: 'environment/connection-budget',
    description: 'fewer database connections than the daemons take',
    example: '`maxConnections: 50`, seven daemons',
  },
  {
    id: 'environment/requests-over-limits',
    description: 'more reserved than may be used',
    example: '`requests.memory: 40Gi`, `limits.memory: 8Gi`',
  },
  {
    id: 'environment/workspace-size',
    description: 'a workspace volume smaller than what its sandboxes are promised',
    example: '`concurrency: 8`, `sandbox.diskMiB: 1024`, `workspaces.size: 4Gi`',
  },
  {
    id: 'environment/isolation-version',
    description: "an isolation that the cluster's minor does not have",
    example: '`user-namespace` on 1.30',
  },
  {
    id: 'environment/budget-window',
    description: 'an error budget counted over more days than Prometheus keeps',
    example: '`slo.windowDays: 30`, `retention: 15d`',
  },
  {
    id: 'environment/separated-alerting',
    description: 'an Alertmanager that no Prometheus sends to',
    example: '`prometheus.mode: existing`, `alertmanager.mode: instance`',
  },
  {
    id: 'environment/missing-operator',
    description: 'a setting that needs an operator which the cluster does not have',
    example: '`secrets.restarts: reloader` without `reloader` in `cluster.operators`',
  },
  {
    id: 'environment/generated-secrets',
    description: "generated values for somebody else's system",
    example: '`store: generated` with `pullSecret: true`',
  },
  {
    id: 'environment/unenforced-allow-list',
    description: 'an allow-list that nothing enforces',
    example: '`adminAllowList` with `gateway.policies: none`',
  },
  {
    id: 'environment/no-moment',
    description: 'a restore to a moment that no calendar has',
    example: '`at: 2026-02-30T12:00:00Z`',
  },
  {
    id: 'environment/restore-onto-itself',
    description: 'a restore whose new server would have the name of the one it reads or of the present one',
    example: '`incarnation: 20260131t120000z`, `restore.at: 2026-01-31T12:00:00Z`',
  },
  {
    id: 'environment/managed-incarnation',
    description: "a restore id of a provider's database, which has no name of ours",
    example: '`mode: managed`, `incarnation: 20260131t120000z`',
  },
  {
    id: 'environment/secret-variable',
    description: 'a secret as a plain variable',
    example: '`env: { JWT_SECRET: … }`',
  },
  {
    id: 'environment/mounted-variable',
    description: 'a variable that leads away from the volume it is about',
    example: '`env: { CAVE_WORKSPACE_ROOT: /tmp/workspaces }`',
  },
  {
    id: 'environment/variable-name',
    description: 'a name that no shell would take',
    example: '`env: { log-level: … }`',
  },
];
