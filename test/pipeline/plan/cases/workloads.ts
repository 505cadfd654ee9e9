import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const container = 'spec.template.spec.containers.0';
const digest = (value: string) => ({ 'spec.template.metadata.annotations': { 'checksum/config': value } });

/** An image of an object that an operator runs, and what restarts with it; `pods` is unset where none does. */
function operatedImage(apiVersion: string, kind: string, field: string, pods?: string, spec: Data = {}): PlanCase {
  const path = `spec.${field}`;
  const object = o.object(apiVersion, kind, 'main', { spec: { replicas: 2, instances: 2, ...spec } });
  const [from, to] = ['registry.example/main:1.0.0', 'registry.example/main:1.1.0'];
  const [first = ''] = field.split('.');
  const shown = path.replace('.0.', '[0].');
  return {
    name: `${field} of a ${kind}${spec.mode === undefined ? '' : ` of mode ${String(spec.mode)}`}`,
    before: [changed(object, { [path]: from })],
    after: [changed(object, { [path]: to })],
    plan: [
      `change ${kind} shop/main: ${pods === undefined ? 'safe' : 'restart'}`,
      ...(pods === undefined ? [] : [`  its ${pods}: ${first}`]),
      `  runs ${to} instead of ${from}`,
      `  ${shown}: "${from}" → "${to}"`,
      ...(pods === undefined ? [] : [`restart ${kind} shop/main, ${/^\d/.test(pods) ? '2' : '?'}: ${first}`]),
    ],
  };
}

const two = '2 pods restart, one group after another';
const each = 'pods on every node restart';
const monitoring = 'monitoring.coreos.com/v1';

/** Whoever makes the pods, another image makes them anew. */
const operatedImages: readonly PlanCase[] = [
  operatedImage(monitoring, 'Alertmanager', 'image', two),
  operatedImage(monitoring, 'Prometheus', 'image', two),
  operatedImage(monitoring, 'Prometheus', 'thanos.image', two),
  operatedImage('monitoring.coreos.com/v1alpha1', 'PrometheusAgent', 'image', two),
  operatedImage('monitoring.coreos.com/v1alpha1', 'PrometheusAgent', 'image', each, { mode: 'DaemonSet' }),
  operatedImage(monitoring, 'ThanosRuler', 'image', two),
  operatedImage('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'image', two),
  operatedImage('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'image', each, { mode: 'daemonset' }),
  operatedImage('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'image', undefined, { mode: 'sidecar' }),
];

/** What runs: roll-outs and their causes, images, numbers of pods, drains. */
export const workloads: readonly PlanCase[] = [
  ...operatedImages,
  {
    name: 'an image',
    before: [o.deployment],
    after: [changed(o.deployment, { [`${container}.image`]: 'registry.example/web:1.1.0' })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:1.1.0 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:1.1.0"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'the same tag with other content',
    before: [changed(o.deployment, { [`${container}.image`]: `registry.example/web:1.0.0@sha256:${'a'.repeat(64)}` })],
    after: [changed(o.deployment, { [`${container}.image`]: `registry.example/web:1.0.0@sha256:${'b'.repeat(64)}` })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:1.0.0 instead of registry.example/web:1.0.0: the same tag with other content',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" → "registry.example/web:1.0.0@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'a variable, a limit and a probe',
    before: [o.deployment],
    after: [
      changed(o.deployment, {
        [`${container}.env.0.value`]: 'debug',
        [`${container}.resources.limits.memory`]: '2Gi',
        [`${container}.readinessProbe`]: { httpGet: { path: '/ready', port: 'http' } },
      }),
    ],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: variable LEVEL of container web, resources of container web, readinessProbe of container web',
      '  spec.template.spec.containers[web].env[LEVEL].value: "info" → "debug"',
      '  spec.template.spec.containers[web].resources.limits.memory: "1Gi" → "2Gi"',
      '  spec.template.spec.containers[web].readinessProbe: null → {"httpGet":{"path":"/ready","port":"http"}}',
      'restart Deployment shop/web, 3: variable LEVEL of container web, resources of container web, readinessProbe of container web',
    ],
  },
  {
    name: 'requests written out, which a template has no default for',
    before: [o.deployment],
    after: [changed(o.deployment, { [`${container}.resources.requests`]: { cpu: '1', memory: '1Gi' } })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: resources of container web',
      '  spec.template.spec.containers[web].resources.requests: null → {"cpu":"1","memory":"1Gi"}',
      'restart Deployment shop/web, 3: resources of container web',
    ],
  },
  {
    name: 'another order of variables, which is another template',
    before: [o.deployment],
    after: [
      changed(o.deployment, {
        [`${container}.env`]: [
          ...(o.deployment.spec as never as { template: { spec: { containers: { env: unknown[] }[] } } }).template.spec
            .containers[0]!.env,
        ].reverse(),
      }),
    ],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: order of env of container web',
      '  spec.template.spec.containers[web].env: ["LEVEL","MODE"] → ["MODE","LEVEL"]',
      'restart Deployment shop/web, 3: order of env of container web',
    ],
  },
  {
    name: 'a checksum of a ConfigMap whose key changes',
    before: [changed(o.deployment, digest('a1')), o.configMap],
    after: [changed(o.deployment, digest('b2')), changed(o.configMap, { 'data.MODE': 'slow' })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: ConfigMap web key MODE',
      '  spec.template.metadata.annotations["checksum/config"]: "a1" → "b2"',
      'restart Deployment shop/web, 3: ConfigMap web key MODE',
    ],
  },
  {
    name: 'a checksum that changes with nothing that is read',
    before: [changed(o.deployment, digest('a1')), o.configMap],
    after: [changed(o.deployment, digest('b2')), o.configMap],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: nothing that they read has changed, so nobody can say why',
      '  spec.template.metadata.annotations["checksum/config"]: "a1" → "b2"',
      'restart Deployment shop/web, 3: ',
      'plan/unexplained-restart: its pods restart, and nothing that they read has changed; take the checksum only of what they read',
    ],
  },
  {
    name: 'a checksum that changes with a key that is not read',
    before: [changed(o.deployment, digest('a1')), o.configMap],
    after: [changed(o.deployment, digest('b2')), changed(o.configMap, { 'data[app.yaml]': 'a: 2\n' })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  changed in place',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 2\\n"',
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: nothing that they read has changed, so nobody can say why',
      '  spec.template.metadata.annotations["checksum/config"]: "a1" → "b2"',
      'restart Deployment shop/web, 3: ',
      'plan/unexplained-restart: its pods restart, and nothing that they read has changed; take the checksum only of what they read',
    ],
  },
  {
    name: 'a checksum of a Secret that an ExternalSecret makes',
    before: [
      changed(o.deployment, {
        ...digest('a1'),
        [`${container}.env.2`]: { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
      }),
      o.externalSecret,
    ],
    after: [
      changed(o.deployment, {
        ...digest('b2'),
        [`${container}.env.2`]: { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
      }),
      changed(o.externalSecret, { 'spec.data.0.remoteRef.property': 'new-password' }),
    ],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: Secret login key password through ExternalSecret login',
      '  spec.template.metadata.annotations["checksum/config"]: "a1" → "b2"',
      'change ExternalSecret shop/login: safe',
      '  Deployment "web" reads key "password": its pods restart with the new content',
      '  Secret "login" is made anew; values that are not in the store are missing from it',
      '  spec.data[password].remoteRef.property: "password" → "new-password"',
      'restart Deployment shop/web, 3: Secret login key password through ExternalSecret login',
    ],
  },
  {
    name: 'a ConfigMap that Reloader watches',
    before: [annotated(o.deployment, { 'reloader.stakater.com/auto': 'true' }), o.configMap],
    after: [
      annotated(o.deployment, { 'reloader.stakater.com/auto': 'true' }),
      changed(o.configMap, { 'data.MODE': 'slow' }),
    ],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart Deployment shop/web, 3: ConfigMap web key MODE, seen by Reloader',
    ],
  },
  {
    name: 'labels and an annotation of the pods',
    before: [o.deployment],
    after: [
      changed(o.deployment, {
        'spec.template.metadata.labels.tier': 'front',
        'spec.template.metadata.annotations': { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' },
      }),
    ],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label tier of the pods, annotation kubectl.kubernetes.io/restartedAt of the pods',
      '  spec.template.metadata.labels.tier: null → "front"',
      '  spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]: null → "2026-01-01T00:00:00Z"',
      'restart Deployment shop/web, 3: label tier of the pods, annotation kubectl.kubernetes.io/restartedAt of the pods',
    ],
  },
  {
    name: 'a template with strategy Recreate',
    before: [changed(o.deployment, { 'spec.strategy': { type: 'Recreate' } })],
    after: [
      changed(o.deployment, {
        'spec.strategy': { type: 'Recreate' },
        [`${container}.image`]: 'registry.example/web:1.1.0',
      }),
    ],
    plan: [
      'change Deployment shop/web: disruptive',
      '  all its pods stop before the new ones start: strategy Recreate',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:1.1.0 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:1.1.0"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'a template of a Deployment that may miss all its pods',
    before: [changed(o.deployment, { 'spec.replicas': 1, 'spec.strategy': { rollingUpdate: { maxUnavailable: 1 } } })],
    after: [
      changed(o.deployment, {
        'spec.replicas': 1,
        'spec.strategy': { rollingUpdate: { maxUnavailable: 1 } },
        [`${container}.args`]: ['--fast'],
      }),
    ],
    plan: [
      'change Deployment shop/web: disruptive',
      '  all its pods may stop before the new ones are ready: 1 of 1 may be missing',
      '  its 1 pod restarts: arguments of container web',
      '  spec.template.spec.containers[web].args: null → ["--fast"]',
      'restart Deployment shop/web, 1: arguments of container web',
    ],
  },
  {
    name: 'a template of a paused Deployment',
    before: [changed(o.deployment, { 'spec.paused': true })],
    after: [changed(o.deployment, { 'spec.paused': true, [`${container}.args`]: ['--fast'] })],
    plan: [
      'change Deployment shop/web: safe',
      '  its pods stay as they are until somebody deletes or resumes them',
      '  spec.template.spec.containers[web].args: null → ["--fast"]',
    ],
  },
  {
    name: 'a template of a DaemonSet, and of one that waits',
    before: [
      o.daemonSet,
      changed(o.daemonSet, { 'metadata.name': 'late', 'spec.updateStrategy': { type: 'OnDelete' } }),
    ],
    after: [
      changed(o.daemonSet, { 'spec.template.spec.hostNetwork': true }),
      changed(o.daemonSet, {
        'metadata.name': 'late',
        'spec.updateStrategy': { type: 'OnDelete' },
        'spec.template.spec.hostNetwork': true,
      }),
    ],
    plan: [
      'change DaemonSet shop/agent: restart',
      '  its pods on every node restart: hostNetwork of the pods',
      '  widens: its pods need level privileged instead of baseline: host-namespaces',
      '  spec.template.spec.hostNetwork: false → true',
      'change DaemonSet shop/late: safe',
      '  its pods stay as they are until somebody deletes or resumes them',
      '  widens: its pods need level privileged instead of baseline: host-namespaces',
      '  spec.template.spec.hostNetwork: false → true',
      'restart DaemonSet shop/agent, ?: hostNetwork of the pods',
    ],
  },
  {
    name: 'a template of a StatefulSet of one, and of three with a partition',
    before: [
      o.statefulSet,
      changed(o.statefulSet, {
        'metadata.name': 'three',
        'spec.replicas': 3,
        'spec.updateStrategy': { rollingUpdate: { partition: 2 } },
      }),
    ],
    after: [
      changed(o.statefulSet, { [`${container}.image`]: 'postgres:17.3' }),
      changed(o.statefulSet, {
        'metadata.name': 'three',
        'spec.replicas': 3,
        'spec.updateStrategy': { rollingUpdate: { partition: 2 } },
        [`${container}.image`]: 'postgres:17.3',
      }),
    ],
    plan: [
      'change StatefulSet shop/db: disruptive',
      '  its only pod stops before the new one starts',
      '  its 1 pod restarts: image of container postgres',
      '  runs postgres:17.3 instead of postgres:17.2',
      '  spec.template.spec.containers[postgres].image: "postgres:17.2" → "postgres:17.3"',
      'change StatefulSet shop/three: restart',
      '  its 1 pod restarts: image of container postgres',
      '  runs postgres:17.3 instead of postgres:17.2',
      '  spec.template.spec.containers[postgres].image: "postgres:17.2" → "postgres:17.3"',
      'restart StatefulSet shop/db, 1: image of container postgres',
      'restart StatefulSet shop/three, 1: image of container postgres',
    ],
  },
  {
    name: 'no replicas',
    before: [o.deployment],
    after: [changed(o.deployment, { 'spec.replicas': 0 })],
    plan: ['change Deployment shop/web: disruptive', '  all its 3 pods stop: scaled to zero', '  spec.replicas: 3 → 0'],
  },
  {
    name: 'fewer replicas and more',
    before: [o.deployment, o.database],
    after: [changed(o.deployment, { 'spec.replicas': 2 }), changed(o.database, { 'spec.instances': 4 })],
    plan: [
      'change Cluster shop/main: safe',
      '  1 pod more: 4 instead of 3',
      '  spec.instances: 3 → 4',
      'change Deployment shop/web: safe',
      '  1 pod of 3 stops',
      '  spec.replicas: 3 → 2',
    ],
  },
  {
    name: 'an autoscaler takes over',
    before: [o.deployment],
    after: [changed(o.deployment, { 'spec.replicas': undefined }), o.autoscaler],
    plan: [
      'change Deployment shop/web: disruptive',
      '  falls from 3 pods to 1 until HorizontalPodAutoscaler "web" has counted: replicas is 1 when nobody says it',
      '  HorizontalPodAutoscaler "web" decides from now on how many pods there are',
      '  spec.replicas: 3 → 1',
      'add HorizontalPodAutoscaler shop/web: safe',
      '  "web" has 2 to 6 pods from now on, as it needs: when there is little to do, 2 are left of 3',
    ],
  },
  {
    name: 'bounds of an autoscaler, and an autoscaler that goes',
    before: [o.deployment, o.autoscaler],
    after: [o.deployment, changed(o.autoscaler, { 'spec.maxReplicas': 3 })],
    plan: [
      'change HorizontalPodAutoscaler shop/web: disruptive',
      '  "web" has 2 to 3 pods instead of 2 to 6: under load those beyond it stop',
      '  spec.maxReplicas: 6 → 3',
    ],
  },
  {
    name: 'no autoscaler any more',
    before: [o.deployment, o.autoscaler],
    after: [o.deployment],
    plan: [
      'remove HorizontalPodAutoscaler shop/web: safe',
      '  "web" keeps the number of pods that it has: nothing scales it any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a disruption budget that blocks drains',
    before: [o.deployment, o.budget],
    after: [o.deployment, changed(o.budget, { 'spec.minAvailable': 3 })],
    plan: [
      'change PodDisruptionBudget shop/web: disruptive',
      '  PodDisruptionBudget "web" allows no eviction: draining a node of its pods waits for ever',
      '  spec.minAvailable: 2 → 3',
    ],
  },
  {
    name: 'replicas that make a disruption budget block drains',
    before: [o.deployment, o.budget],
    after: [changed(o.deployment, { 'spec.replicas': 2 }), o.budget],
    plan: [
      'change Deployment shop/web: disruptive',
      '  PodDisruptionBudget "web" allows no eviction: draining a node of its pods waits for ever',
      '  1 pod of 3 stops',
      '  spec.replicas: 3 → 2',
    ],
  },
  {
    name: 'settings of a database: one that restarts it, one that does not',
    before: [o.database],
    after: [changed(o.database, { 'spec.postgresql.parameters': { max_connections: '200', work_mem: '16MB' } })],
    plan: [
      'change Cluster shop/main: disruptive',
      '  writing fails for the seconds in which its primary restarts or hands over',
      '  its 3 pods restart, one group after another: postgresql.parameters.max_connections',
      '  spec.postgresql.parameters.max_connections: "100" → "200"',
      '  spec.postgresql.parameters.work_mem: "8MB" → "16MB"',
      'restart Cluster shop/main, 3: postgresql.parameters.max_connections',
    ],
  },
  {
    name: 'a database of one instance that restarts',
    before: [changed(o.database, { 'spec.instances': 1 })],
    after: [changed(o.database, { 'spec.instances': 1, 'spec.imageName': 'ghcr.io/cloudnative-pg/postgresql:17.3' })],
    plan: [
      'change Cluster shop/main: disruptive',
      '  its only instance stops before the new one starts',
      '  its 1 pod restarts: imageName',
      '  runs ghcr.io/cloudnative-pg/postgresql:17.3 instead of ghcr.io/cloudnative-pg/postgresql:17.2',
      '  spec.imageName: "ghcr.io/cloudnative-pg/postgresql:17.2" → "ghcr.io/cloudnative-pg/postgresql:17.3"',
      'restart Cluster shop/main, 1: imageName',
    ],
  },
  {
    name: 'a new Deployment',
    before: [],
    after: [o.deployment],
    plan: ['add Deployment shop/web: safe', '  new, with pods of its own'],
  },
  {
    name: 'a container more and one less',
    before: [
      changed(o.deployment, {
        'spec.template.spec.containers.1': { name: 'proxy', image: 'registry.example/proxy:1' },
      }),
    ],
    after: [
      changed(o.deployment, {
        'spec.template.spec.initContainers': [{ name: 'init', image: 'registry.example/init:1' }],
      }),
    ],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: container proxy removed, init container init added',
      '  spec.template.spec.containers[proxy]: {"name":"proxy","image":"registry.example/proxy:1"} → null',
      '  spec.template.spec.initContainers[init]: null → {"name":"init","image":"registry.example/init:1"}',
      'restart Deployment shop/web, 3: container proxy removed, init container init added',
    ],
  },
];
