import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readEnvironment } from '../../settings/read';
import { answers, production } from '../support/answers';
import { ROOT } from '../support/environments';

interface Mistake {
  readonly name: string;
  /** A passage of production.yaml, starting on the line of the mistake unless `below` says how far above it. */
  readonly from: string;
  readonly to: string;
  readonly below?: number;
  readonly answer: string;
}

const digest = 'a'.repeat(64);
const mistakes: Mistake[] = [
  {
    name: 'wrong type',
    from: '  plannedSandboxes: 8',
    to: '  plannedSandboxes: "8"',
    answer: 'kernel.plannedSandboxes: must be a whole number, not "8"  [environment/wrong-type]',
  },
  {
    name: 'unknown field with a near name',
    from: '  plannedSandboxes: 8',
    to: '  plannedSandboxs: 8',
    answer: "kernel.plannedSandboxs: no such field; did you mean 'plannedSandboxes'  [environment/unknown-field]",
  },
  {
    name: 'a field that was called otherwise before',
    from: '  plannedSandboxes: 8',
    to: '  concurrency: 8',
    answer: "kernel.concurrency: is called 'plannedSandboxes' now; rename it  [environment/unknown-field]",
  },
  {
    name: 'unknown field with no near name',
    from: '  api: api.bkg.example',
    to: '  api: api.bkg.example\n  telephone: x.example',
    below: 1,
    answer: 'domains.telephone: no such field; there are api, admin, app  [environment/unknown-field]',
  },
  {
    name: 'missing field',
    from: '  image: registry.bkg.example/bkg/cave-daemon:',
    to: '  # image: registry.bkg.example/bkg/cave-daemon:',
    below: -1,
    answer:
      'daemon.image: is missing: A full image reference, `registry/name:tag@sha256:…`  [environment/missing-field]',
  },
  {
    name: 'empty section',
    from: 'domains:\n  api: api.bkg.example\n  admin: admin.bkg.example\n  app: app.bkg.example\n',
    to: 'domains:\n',
    answer: 'domains: must be a map, not empty  [environment/wrong-type]',
  },
  {
    name: 'value that is not allowed',
    from: '  kind: gateway',
    to: '  kind: gatway',
    answer: `route.kind: must be one of ingress, gateway, not "gatway"; did you mean 'gateway'  [environment/not-allowed-value]`,
  },
  {
    name: 'Kubernetes minor that reads as a number',
    from: 'kubernetes: "1.35"',
    to: 'kubernetes: 1.35',
    answer: 'kubernetes: must be a string, not 1.35; put it in quotes  [environment/wrong-type]',
  },
  {
    name: 'number out of bounds',
    from: '  plannedSandboxes: 8',
    to: '  plannedSandboxes: 0',
    answer: 'kernel.plannedSandboxes: must be >= 1, not 0  [environment/out-of-bounds]',
  },
  {
    name: 'timeout below the longest call',
    from: 'route:\n',
    to: 'route:\n  timeoutSeconds: 60\n',
    below: 1,
    answer: 'route.timeoutSeconds: must be >= 150, not 60  [environment/out-of-bounds]',
  },
  {
    name: 'image that is no reference',
    from: 'checks:\n  image: docker.io/curlimages/curl:8.22.0@',
    to: `checks:\n  image: Docker.io/curl #`,
    below: 1,
    answer:
      'checks.image: "Docker.io/curl" is not an image reference such as registry.example.org/team/name:1.2.3@sha256:<64 hex digits>  [environment/wrong-format]',
  },
  {
    name: 'image without a digest',
    from: 'checks:\n  image: docker.io/curlimages/curl:8.22.0@',
    to: `checks:\n  image: docker.io/curlimages/curl:8.22.0 #`,
    below: 1,
    answer:
      'checks.image: has no digest; add the @sha256:… of the released image, because a tag can change what production runs  [environment/image-digest]',
  },
  {
    name: 'a daemon that the schema was never compared with',
    from: '  image: registry.bkg.example/bkg/cave-daemon:0.1.0',
    to: '  image: registry.bkg.example/bkg/cave-daemon:0.9.0',
    answer:
      "daemon.image: is release 0.9.0, whose statements settings/facts/statements.sql does not know; when it asks the database what 0.1.0 asks, run npm run -s add-release -- 0.9.0, otherwise add ('0.9.0', '0.9.0') to its releases, and its statements  [environment/unknown-release]",
  },
  {
    name: 'a daemon of no release',
    from: '  image: registry.bkg.example/bkg/cave-daemon:0.1.0@',
    to: '  image: registry.bkg.example/bkg/cave-daemon@',
    answer: 'daemon.image: names no release; use the tag of a version, not latest  [environment/image-tag]',
  },
  {
    name: 'a region that is more than a name',
    from: '  region: eu-central-1',
    to: '  region: "eu; true"',
    answer: 'objectStorage.region: "eu; true" is not a region such as eu-central-1  [environment/wrong-format]',
  },
  {
    name: 'a mount that is more than a path',
    from: '    server: https://vault.bkg.example:8200',
    to: '    mount: "bkg; true"\n    server: https://vault.bkg.example:8200',
    answer:
      'secrets.vault.mount: "bkg; true" is not a path in the secret store such as kubernetes-production, without slash at its ends  [environment/wrong-format]',
  },
  {
    name: 'image with tag latest',
    from: 'checks:\n  image: docker.io/curlimages/curl:8.22.0@',
    to: `checks:\n  image: docker.io/curlimages/curl:latest@sha256:${digest} #`,
    below: 1,
    answer: 'checks.image: names no release; use the tag of a version, not latest  [environment/image-tag]',
  },
  {
    name: 'isolation off',
    from: '  isolation: delegated',
    to: '  isolation: off',
    answer:
      'kernel.isolation: off runs tenants as plain processes that read each other and every secret; production refuses that  [environment/weak-setting]',
  },
  {
    name: 'no node pool of its own',
    from: '  nodeSelector: { bkg.dev/pool: sandbox }',
    to: '  nodeSelector: {}',
    answer:
      "kernel.nodeSelector: {} lets strangers' code run on nodes of the platform; give it a node pool of its own; production refuses that  [environment/weak-setting]",
  },
  {
    name: 'a node pool open to others',
    from: '  taints: [bkg.dev/sandbox]',
    to: '  taints: []',
    answer:
      "kernel.taints: [] lets pods of the platform run on nodes of strangers' code; taint the pool; production refuses that  [environment/weak-setting]",
  },
  {
    name: 'workspaces of the default class',
    from: '  workspaces:\n    size: 100Gi\n    storageClass: encrypted-ssd',
    to: '  workspaces:\n    size: 100Gi',
    answer:
      'kernel.workspaces.storageClass: the default class need not be encrypted; name one that is; production refuses that  [environment/weak-setting]',
  },
  {
    name: 'workspaces that do not hold their sandboxes',
    from: '    size: 100Gi\n',
    to: '    size: 7Gi\n',
    answer:
      'kernel.workspaces.size: must be at least 8192Mi: 1024Mi for each of 8 sandboxes  [environment/workspace-size]',
  },
  {
    name: 'an installer without an image',
    from: '  installerImage: docker.io/curlimages/curl:8.22.0@',
    to: '  # ',
    below: -2,
    answer: 'kernel.installerImage: is missing; kernel.seccomp: installer needs it  [environment/missing-field]',
  },
  {
    name: 'audit off',
    from: '  audit:\n',
    to: '  audit:\n    enabled: false\n',
    below: 1,
    answer:
      'kernel.audit.enabled: false leaves no trace of what tenants ran; production refuses that  [environment/weak-setting]',
  },
  {
    name: 'a boolean of YAML 1.1',
    from: '  audit:\n',
    to: '  audit:\n    enabled: yes\n',
    below: 1,
    answer: 'kernel.audit.enabled: must be a boolean, not "yes"; write true  [environment/wrong-type]',
  },
  {
    name: 'a boolean of YAML 1.1 where a word is meant',
    from: '  region: eu-central-1',
    to: '  region: no',
    answer:
      'objectStorage.region: no is a boolean to many readers of YAML; put it in quotes, or write what is meant  [environment/wrong-type]',
  },
  {
    name: 'development seeds',
    from: '  backup:\n    retentionDays: 35',
    to: '    keepSeeds: true\n  backup:\n    retentionDays: 35',
    answer:
      'database.migrations.keepSeeds: true keeps an admin key whose hash is public and which never expires; production refuses that  [environment/weak-setting]',
  },
  {
    name: 'sampling outside the range of production',
    from: '  sampling: 0.1',
    to: '  sampling: 1',
    answer: 'telemetry.sampling: must be between 0.05 and 0.2 in production, not 1  [environment/sampling]',
  },
  {
    name: 'two sites on one host',
    from: '  app: app.bkg.example',
    to: '  app: admin.bkg.example',
    answer: 'domains.app: is the host of domains.admin as well; each needs its own  [environment/shared-host]',
  },
  {
    name: 'host with a scheme',
    from: '  app: app.bkg.example',
    to: '  app: https://app.bkg.example',
    answer:
      'domains.app: "https://app.bkg.example" is not a host name without scheme or port, such as api.example.org  [environment/wrong-format]',
  },
  {
    name: 'address range that is none',
    from: '  adminAllowList: [203.0.113.0/28]',
    to: '  adminAllowList: [203.0.113.0/28, 203.0.113.7]',
    answer:
      'route.adminAllowList.1: "203.0.113.7" is not an address range such as 10.20.0.0/16  [environment/wrong-format]',
  },
  {
    name: 'address range that begins inside its network',
    from: '  adminAllowList: [203.0.113.0/28]',
    to: '  adminAllowList: [203.0.113.0/28, 203.0.113.55/28]',
    answer:
      'route.adminAllowList.1: has bits beyond its prefix; write 203.0.113.48/28 for the network, or 203.0.113.55/32 for the address  [environment/host-bits]',
  },
  {
    name: 'address range of IPv6 that begins inside its network',
    from: '  adminAllowList: [203.0.113.0/28]',
    to: '  adminAllowList: ["2001:db8:0:7::/64", "2001:db8::7/32"]',
    answer:
      'route.adminAllowList.1: has bits beyond its prefix; write 2001:db8::/32 for the network, or 2001:db8::7/128 for the address  [environment/host-bits]',
  },
  {
    name: 'a password in an address among variables',
    from: 'daemon:\n',
    to: 'daemon:\n  env:\n    HTTPS_PROXY: http://user:hunter2@proxy.example.org:3128\n',
    below: 2,
    answer:
      'daemon.env.HTTPS_PROXY: holds a password in an address; put it into the secret store, and replace it if it was committed  [environment/secret-variable]',
  },
  {
    name: 'a random value under the name of a credential',
    from: 'daemon:\n',
    to: 'daemon:\n  env:\n    UPSTREAM_CREDENTIAL: 9fK2mQ7xV4tZ8bN1\n',
    below: 2,
    answer:
      'daemon.env.UPSTREAM_CREDENTIAL: holds what looks like a secret; put it into the secret store, and replace it if it was committed  [environment/secret-variable]',
  },
  {
    name: 'request over its limit',
    from: '    requests: { cpu: "2", memory: 4Gi }',
    to: '    requests: { cpu: "2", memory: 40Gi }',
    answer: 'daemon.resources.requests.memory: 40Gi is more than the limit 8Gi  [environment/requests-over-limits]',
  },
  {
    name: 'too few connections for the daemons',
    from: '  maxConnections: 200',
    to: '  maxConnections: 50',
    answer:
      'database.maxConnections: must be at least 66: 8 for each of 7 daemons during a roll-out and 10 for Jobs and exporter  [environment/connection-budget]',
  },
  {
    name: 'autoscaling upside down',
    from: '    minReplicas: 2',
    to: '    minReplicas: 9',
    below: 1,
    answer: 'daemon.autoscaling.maxReplicas: must be at least minReplicas, which is 9  [environment/autoscaling-range]',
  },
  {
    name: 'restore without an offset',
    from: '  maxConnections: 200',
    to: '  restore: { at: 2026-01-31T12:00:00 }\n  maxConnections: 200',
    answer:
      'database.restore.at: "2026-01-31T12:00:00" is not a moment with its offset from UTC, such as 2026-01-31T12:00:00Z  [environment/wrong-format]',
  },
  {
    name: 'restore to a day that February does not have',
    from: '  maxConnections: 200',
    to: '  restore: { at: 2026-02-30T12:00:00Z }\n  maxConnections: 200',
    answer:
      'database.restore.at: "2026-02-30T12:00:00Z" is no moment; the calendar or clock has none  [environment/no-moment]',
  },
  {
    name: 'incarnation of a managed database',
    from: '  maxConnections: 200',
    to: '  incarnation: 20260131t120000z\n  maxConnections: 200',
    answer:
      'database.incarnation: remove it; a managed server is named by database.managed.host  [environment/managed-incarnation]',
  },
  {
    name: 'secret in a variable',
    from: 'daemon:\n',
    to: 'daemon:\n  env:\n    JWT_SECRET: hunter2\n',
    below: 2,
    answer:
      'daemon.env.JWT_SECRET: comes from the secret store; never write its value here  [environment/secret-variable]',
  },
  ...['API_TOKEN', 'smtp_password', 'OPENAI_API_KEY'].map((variable) => ({
    name: `${variable} in a variable`,
    from: 'telemetry:\n',
    to: `telemetry:\n  env:\n    TOKEN_FILE: /run/token\n    ${variable}: hunter2\n`,
    below: 3,
    answer: `telemetry.env.${variable}: comes from the secret store; never write its value here  [environment/secret-variable]`,
  })),
  {
    name: 'no sandbox, and no reason',
    from: 'checks:\n',
    to: 'checks:\n  sandbox: false\n',
    answer:
      'checks.sandboxReason: is missing; checks.sandbox: false needs it, in one line  [environment/missing-field]',
  },
  {
    name: 'a reason for what is on',
    from: 'checks:\n',
    to: 'checks:\n  sandboxReason: nodes have no user namespaces\n',
    below: 1,
    answer:
      'checks.sandboxReason: explains checks.sandbox: false, but that is true; remove one of them  [environment/needless-reason]',
  },
  {
    name: 'a reason of two lines',
    from: 'checks:\n',
    to: 'checks:\n  sandbox: false\n  sandboxReason: "one\\ntwo"\n',
    below: 2,
    answer: 'checks.sandboxReason: "one\\ntwo" is not a reason in one line  [environment/wrong-format]',
  },
  {
    name: 'no security headers, and no reason',
    from: 'webApp:\n',
    to: 'webApp:\n  securityHeaders: false\n',
    answer:
      'webApp.securityHeadersReason: is missing; webApp.securityHeaders: false needs it, in one line  [environment/missing-field]',
  },
  {
    name: 'a reason for headers that are sent',
    from: 'adminUi:\n',
    to: 'adminUi:\n  securityHeadersReason: the image sends its own\n',
    below: 1,
    answer:
      'adminUi.securityHeadersReason: explains adminUi.securityHeaders: false, but that is true; remove one of them  [environment/needless-reason]',
  },
  ...['/tmp/workspaces', '/var/lib/cave/workspaces'].map((root) => ({
    name: `workspaces at ${root}`,
    from: 'daemon:\n',
    to: `daemon:\n  env:\n    CAVE_WORKSPACE_ROOT: ${root}\n`,
    below: 2,
    answer: 'daemon.env.CAVE_WORKSPACE_ROOT: says where a volume is mounted; remove it  [environment/mounted-variable]',
  })),
  {
    name: 'variable name that is none',
    from: 'daemon:\n',
    to: 'daemon:\n  env:\n    log-level: debug\n',
    below: 2,
    answer:
      'daemon.env.log-level: a variable name has letters, digits and underscores, and starts with no digit  [environment/variable-name]',
  },
  {
    name: 'variable that is no text',
    from: 'daemon:\n',
    to: 'daemon:\n  env:\n    THREADS: 4\n',
    below: 2,
    answer: 'daemon.env.THREADS: must be a string, not 4; put it in quotes  [environment/wrong-type]',
  },
  {
    name: 'engine named twice',
    from: '  engines: [argocd]',
    to: '  engines: [argocd, argocd]',
    answer: 'delivery.engines: names the same thing twice  [environment/duplicate-item]',
  },
  {
    name: 'key for an address without SSH',
    from: '  engines: [argocd]',
    to: '  credentials: { kind: ssh-key, store: engines, path: delivery/git }\n  engines: [argocd]',
    answer:
      'delivery.credentials.kind: is for ssh:// addresses, and delivery.repository is https://github.com/bkg-platform/bkg-deploy.git; change one of both  [environment/repository-credentials]',
  },
  {
    name: 'an artifact by its tag',
    from: '  engines: [argocd]',
    to: '  source: oci\n  oci: { address: oci://registry.bkg.example/bkg/tree, version: 1.2.3 }\n  engines: [argocd]',
    below: 1,
    answer:
      'delivery.oci.digest: is missing; write what package says of the artifact, because a tag can be moved  [environment/artifact-revision]',
  },
  {
    name: 'an artifact by two names',
    from: '  engines: [argocd]',
    to: `  source: oci\n  oci: { address: oci://registry.bkg.example/bkg/tree, version: 1.2.3, digest: sha256:${digest} }\n  engines: [argocd]`,
    below: 1,
    answer:
      'delivery.oci.version: says again what delivery.oci.digest says; remove it  [environment/artifact-revision]',
  },
  {
    name: 'an address in a registry with a tag',
    from: '  engines: [argocd]',
    to: `  source: oci\n  oci: { address: oci://registry.bkg.example/bkg/tree:1.2.3, digest: sha256:${digest} }\n  engines: [argocd]`,
    below: 1,
    answer:
      'delivery.oci.address: "oci://registry.bkg.example/bkg/tree:1.2.3" is not an address in a registry, without tag and digest, such as oci://registry.example.org/team/tree  [environment/wrong-format]',
  },
  {
    name: 'no artifact',
    from: '  engines: [argocd]',
    to: '  source: oci\n  engines: [argocd]',
    below: -1,
    answer: 'delivery.oci: is missing; delivery.source: oci needs it  [environment/missing-field]',
  },
  {
    name: 'signers whom nobody asks for',
    from: '  engines: [argocd]',
    to: `  source: oci\n  oci: { address: oci://registry.bkg.example/bkg/tree, digest: sha256:${digest}, signedBy: { kind: identity, identity: { issuer: https://i.example, subject: s } } }\n  engines: [argocd]`,
    below: 1,
    answer:
      'delivery.oci.signedBy: is asked for by Flux alone, as Argo CD verifies no artifact; remove it  [environment/unused-trust]',
  },
  {
    name: 'signers of commits that nobody reads',
    from: '  engines: [argocd]',
    to: `  source: oci\n  signedBy: { keys: [3AA5C34371567BD2], fluxSecret: signers }\n  oci: { address: oci://registry.bkg.example/bkg/tree, digest: sha256:${digest} }\n  engines: [argocd]`,
    below: 1,
    answer:
      'delivery.signedBy: is for delivery.source: git; say it in delivery.oci.signedBy, or remove it  [environment/unused-trust]',
  },
  {
    name: 'short id of a key',
    from: '  engines: [argocd]',
    to: '  signedBy: { keys: [71567BD2], fluxSecret: signers }\n  engines: [argocd]',
    answer:
      'delivery.signedBy.keys.0: "71567BD2" is not the long id of an OpenPGP key: 16 digits and capital letters from A to F  [environment/wrong-format]',
  },
  {
    name: 'a drain of a daemon without sandboxes',
    from: 'daemon:\n',
    to: 'daemon:\n  drain: {}\n',
    below: 1,
    answer:
      'daemon.drain: remove it; with kernel.topology: separate no sandbox ends with the daemon, and daemon.rollout replaces it without a gap  [environment/drain-topology]',
  },
  {
    name: 'allow-list that nothing enforces',
    from: '    policies: envoy-gateway',
    to: '    policies: none',
    below: 2,
    answer:
      'route.adminAllowList: the Gateway API has no allow-lists; set route.gateway.policies, or leave it out and restrict the admin host at the gateway  [environment/unenforced-allow-list]',
  },
];

describe('one mistake, one answer', () => {
  test.each(mistakes)('$name', ({ from, to, below = 0, answer }) => {
    const { text, line } = production(from, to);
    expect(answers(text)).toEqual([`production.yaml:${line + below}  ${answer}`]);
  });

  test('a missing section says what it is for', () => {
    const text = readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8');
    expect(answers(text.replace(/^checks:\n {2}image: .*$/m, ''))).toEqual([
      'production.yaml:8  checks: is missing: The Job that asks the deployed platform whether it works  [environment/missing-field]',
    ]);
  });
});

describe('several mistakes, all answers in one run', () => {
  test('an embedded kernel with replicas and an autoscaler', () => {
    const { text, line } = production('daemon:\n', 'daemon:\n  replicas: 3\n');
    expect(answers(text.replace('kernel:\n', 'kernel:\n  topology: embedded\n'))).toEqual([
      `production.yaml:${line + 2}  daemon.replicas: must be 1 with kernel.topology: embedded; running sandboxes live in one process  [environment/embedded-replicas]`,
      `production.yaml:${line + 7}  daemon.autoscaling: remove it; with kernel.topology: embedded there is exactly one daemon  [environment/embedded-replicas]`,
      `production.yaml:${line + 2}  daemon.replicas: remove it; daemon.autoscaling decides how many there are  [environment/autoscaled-replicas]`,
    ]);
  });

  test.each([
    ['  mode: managed', '  mode: statefulset', ['database.resources', 'database.storage']],
    ['  mode: managed', '  mode: operator', ['database.resources', 'database.storage', 'cluster.databaseOperator']],
    ['  kind: gateway', '  kind: ingress', ['route.issuer']],
    ['  store: vault', '  store: aws', ['secrets.aws']],
    ['  store: vault', '  store: gcp', ['secrets.gcp']],
    ['  mode: external', '  mode: internal', ['objectStorage.server']],
    ['    mode: instance', '    mode: existing', ['monitoring.prometheus.existing', 'monitoring.alertmanager.mode']],
  ])('%s → %s without its settings', (from, to, fields) => {
    const found = answers(production(from, to).text).map((answer) => answer.replace(/^\S+ {2}([^:]*):.*$/, '$1'));
    expect(found).toEqual(fields);
  });

  test.each([
    [
      '    - reloader\n',
      '',
      [
        'secrets.restarts: needs reloader; install it and add it to cluster.operators, or choose another value  [environment/missing-operator]',
      ],
    ],
    ['  kind: gateway', '  kind: ingress\n  certificates: store', []],
  ])('%j → %j', (from, to, expected) => {
    const found = answers(production(from, to).text).map((answer) => answer.replace(/^\S+ {2}/, ''));
    expect(found).toEqual(expected);
  });

  test('generated secrets for somebody else', () => {
    const found = answers(production('  store: vault', '  store: generated').text);
    expect(found.map((answer) => answer.replace(/^\S+ {2}/, ''))).toEqual([
      'secrets.pullSecret: secrets.store: generated cannot make registry credentials; use vault, aws or gcp  [environment/generated-secrets]',
      "telemetry.backends: secrets.store: generated cannot make a backend's authorization; use vault, aws or gcp  [environment/generated-secrets]",
      'monitoring.alertmanager.webhook: secrets.store: generated cannot make a webhook address; use vault, aws or gcp  [environment/generated-secrets]',
      "objectStorage.mode: secrets.store: generated cannot make a provider's credentials; use vault, aws or gcp  [environment/generated-secrets]",
      "database.mode: secrets.store: generated cannot make a managed database's password; use vault, aws or gcp  [environment/generated-secrets]",
      'secrets.store: generated keeps the only copy of every secret inside the cluster; production refuses that  [environment/weak-setting]',
      'recovery.store.cidrs: remove it; secrets.store: generated has no snapshots of ours  [environment/store-addresses]',
    ]);
  });

  test('an isolation that the cluster is too old for', () => {
    const { text } = production('kubernetes: "1.35"', 'kubernetes: "1.30"');
    const [answer, ...rest] = answers(text.replace('isolation: delegated', 'isolation: user-namespace'));
    expect(rest).toEqual([]);
    expect(answer).toMatch(
      /kernel.isolation: 'user-namespace' needs Kubernetes 1.33 or newer, the environment says 1.30 {2}\[environment\/isolation-version\]$/,
    );
  });

  test('several servers without an operator', () => {
    const { text, line } = production('  maxConnections: 200', '  instances: 3\n  maxConnections: 200');
    expect(answers(text)).toEqual([
      `production.yaml:${line}  database.instances: several servers need database.mode: operator  [environment/single-database]`,
    ]);
  });
});

test('an Ingress that may set no headers', () => {
  const { text, line } = production(
    '  kind: gateway',
    '  kind: ingress\n  certificates: store\n  customHeaders: false',
  );
  expect(answers(text)).toEqual([
    `production.yaml:${line + 2}  route.customHeaders: false lets sites be framed by others, and their pages be kept by ` +
      'shared caches; production refuses that  [environment/weak-setting]',
  ]);
  expect(answers(production('route:\n', 'route:\n  customHeaders: false\n').text)).toEqual([]);
});

test.each([
  ['checks:\n', 'checks:\n  sandbox: false\n  sandboxReason: nodes have no user namespaces\n'],
  ['webApp:\n', 'webApp:\n  securityHeaders: false\n  securityHeadersReason: the image sends its own\n'],
])('%j off with its reason is %j', (from, to) => {
  expect(answers(production(from, to).text)).toEqual([]);
});

describe('files that are no environment', () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++) {
    const [here, before] = ['abcdefghij'[i], 'abcdefghij'[i - 1]];
    laughs.push(`${here}: &${here} [${Array(10).fill(`*${before}`).join(', ')}]`);
  }
  test.each([
    ['broken YAML', 'tier: @\n', /^x\.yaml:\d+ {2}is not valid YAML: .+ {2}\[environment\/yaml\]$/],
    ['a tab', 'tier:\n\tx: 1\n', /^x\.yaml:2 {2}is not valid YAML: .+ {2}\[environment\/yaml\]$/],
    [
      'an empty file',
      '',
      /^x\.yaml:1 {2}is empty; copy an existing environment and change it {2}\[environment\/yaml\]$/,
    ],
    ['only comments', '# nothing\n', /^x\.yaml:1 {2}is empty; /],
    ['a list', '- tier\n', /^x\.yaml:1 {2}must be a map, not a list {2}\[environment\/wrong-type\]$/],
    ['a word', 'production\n', /^x\.yaml:1 {2}must be a map, not "production" {2}\[environment\/wrong-type\]$/],
    ['a duplicate key', 'tier: staging\ntier: production\n', /^x\.yaml:2 {2}'tier' is on line 1 already; keep one/],
    [
      'two documents',
      'tier: staging\n---\ntier: production\n',
      /^x\.yaml:2 {2}holds several documents; write one per file/,
    ],
    ['a YAML bomb', laughs.join('\n'), /^x\.yaml:1 {2}stands for 200000 values more than it writes; use fewer aliases/],
    [
      'an alias to itself',
      '&a\ntier: *a\n',
      /^x\.yaml:\d+ {2}(holds an alias to itself|is not valid YAML: .+) {2}\[environment\/yaml\]$/,
    ],
    ['absurd depth', `${'['.repeat(5000)}${']'.repeat(5000)}`, /^x\.yaml:\d+ {2}is (nested|not valid YAML)/],
    ['binary', Buffer.from([0x00, 0xff, 0x10, 0x00]), /^x\.yaml:1 {2}is not a text file {2}\[environment\/file\]$/],
    ['far too much', 'x'.repeat(1024 * 1024 + 1), /^x\.yaml:1 {2}is larger than 1 MiB, which no environment needs/],
  ])('%s', (_name, text, expected) => {
    const [answer, ...rest] = answers(text, 'x.yaml');
    expect(rest).toEqual([]);
    expect(answer).toMatch(expected);
    expect(answer).not.toContain('\n');
  });

  test.each([
    ['Production.yaml', "'Production' names folders and labels; use at most 32 lower-case letters, digits and hyphens"],
    ['production.yml', 'rename it to end in .yaml, so that no environment exists twice'],
  ])('a file called %s', (file, message) => {
    const text = readFileSync(path.join(ROOT, 'environments/production.yaml'));
    expect(answers(text, file)).toEqual([`${file}:1  ${message}  [environment/file]`]);
  });
});

test('an error budget over more days than Prometheus keeps', () => {
  const { line } = production('  prometheus:\n', '');
  const budget = (retention: string) =>
    answers(production('      retention: 30d', `      retention: ${retention}`).text);
  expect(budget('4w1d23h')).toEqual([
    `production.yaml:${line - 1}  monitoring.slo.windowDays: is 30, but monitoring.prometheus.instance.retention ` +
      'keeps only 4w1d23h  [environment/budget-window]',
  ]);
  expect(budget('4w2d')).toEqual([]);
});

test.each(['dev', 'staging', 'production'])('%s is complete', (name) => {
  expect(readEnvironment(name, path.join(ROOT, `environments/${name}.yaml`))).toHaveProperty('environment.name', name);
});

test.each(['region: "no"', 'region: north', 'region: "off"  # for a while'])('%s is a word', (line) => {
  expect(answers(production('  region: eu-central-1', `  ${line}`).text)).toEqual([]);
});
