import { at, type Data, type FieldPath, listOf } from '../../kubernetes/access';
import { containersOf, podOf } from '../../kubernetes/kinds';

/** One way to break an object: the broken copy, and the field that is wrong now. */
export interface Mutant {
  readonly how: string;
  readonly object: Data;
  readonly path: FieldPath;
}

/** Makes mutants of an object; none where the object has nothing of that sort. */
export type Mutator = (object: Data) => Mutant[];

/** A copy with the field at `path` replaced, or removed when `value` is undefined. */
export function withField(object: Data, path: FieldPath, value: unknown): Data {
  const [step, ...rest] = path;
  if (step === undefined) return value as Data;
  const copy = (Array.isArray(object) ? [...object] : { ...object }) as Record<string | number, unknown>;
  if (rest.length > 0) copy[step] = withField((copy[step] ?? {}) as Data, rest, value);
  else if (value === undefined) delete copy[step];
  else copy[step] = value;
  return copy as Data;
}

/** Replaces a field by each of the given values. */
function set(object: Data, path: FieldPath, values: Readonly<Record<string, unknown>>): Mutant[] {
  return Object.entries(values).map(([how, value]) => ({ how, object: withField(object, path, value), path }));
}

/** Mutants that contradict another field as much as the changed one, so that either may be named. */
function within(path: FieldPath, mutants: readonly Mutant[]): Mutant[] {
  return mutants.map((mutant) => ({ ...mutant, path }));
}

/** Kinds whose names the API server takes as they come, but for `/` and `%`. */
const freelyNamed = new Set(['ClusterRole', 'ClusterRoleBinding', 'PodDisruptionBudget', 'Role', 'RoleBinding']);

const inMetadata: Mutator = (object) => [
  ...(freelyNamed.has(String(object.kind))
    ? []
    : set(object, ['metadata', 'name'], { 'name with capitals': 'Not-A-Name', 'name too long': 'a'.repeat(260) })),
  ...set(object, ['metadata', 'labels', 'bkg.dev/environment'], {
    'label value with a blank': 'a b',
    'label value too long': 'x'.repeat(64),
    'label that is a number': 7,
  }),
  ...set(object, ['metadata', 'labels', 'not a key'], { 'label key with blanks': 'x' }),
  ...set(object, ['metadata', 'annotations', 'big'], { 'annotations too large': 'x'.repeat(300_000) }),
  ...set(object, ['metadata', 'lables'], { 'unknown field in metadata': {} }),
];

const ofKind: Mutator = (object) => [
  ...set(object, ['kind'], { 'misspelt kind': `${String(object.kind)}x` }),
  // A version without schema is reported where the kind stands.
  ...within([], set(object, ['apiVersion'], { 'unknown apiVersion': 'v9' })),
  ...(object.spec === undefined ? [] : set(object, ['spec', 'doesNotExist'], { 'unknown field in spec': true })),
  ...(object.spec === undefined ? [] : set(object, ['spec'], { 'spec that is a list': ['x'] })),
];

/** Every container broken in every way. */
const inContainers: Mutator = (object) => {
  const pod = podOf(object);
  if (!pod) return [];
  return containersOf(pod).flatMap(({ path, container }) => {
    const [mount] = listOf(container.volumeMounts);
    return [
      ...set(object, [...path, 'name'], { 'container name with capitals': 'Web', 'container without name': undefined }),
      ...set(object, [...path, 'image'], { 'image with blanks': ' a b ', 'image that is a list': [] }),
      ...set(object, [...path, 'imagePullPolicy'], { 'pull policy that does not exist': 'Sometimes' }),
      ...set(object, [...path, 'env', 0], {
        'variable with two sources': twoSources,
        'variable name with =': { name: 'A=B', value: 'x' },
      }),
      ...set(object, [...path, 'resources', 'limits', 'memory'], {
        'memory that is no quantity': '1 GB',
        'negative memory': '-1Gi',
      }),
      ...set(object, [...path, 'resources', 'requests', 'memory'], { 'request over limit': '900Gi' }),
      ...set(object, [...path, 'volumeMounts'], {
        'mount of nothing': [{ name: 'ghost', mountPath: '/ghost' }],
        ...(mount !== undefined && { 'mounts at one path': [mount, mount] }),
      }),
      ...set(object, [...path, 'livenessProbe'], {
        'probe with two handlers': { httpGet: { path: '/', port: 80 }, exec: { command: ['true'] } },
        'probe without handler': { periodSeconds: 5 },
        'probe that counts successes': { tcpSocket: { port: 80 }, successThreshold: 2 },
      }),
      ...set(object, [...path, 'ports'], {
        'port out of range': [{ containerPort: 70_000 }],
        'port name in capitals': [{ containerPort: 80, name: 'HTTP' }],
        'port name twice': [
          { containerPort: 80, name: 'a' },
          { containerPort: 81, name: 'a' },
        ],
      }),
      ...set(object, [...path, 'securityContext', 'privileged'], { 'privileged container': true }),
      ...set(object, [...path, 'securityContext', 'allowPrivilegeEscalation'], { 'privilege escalation': true }),
      ...set(object, [...path, 'securityContext', 'capabilities'], { 'added capability': { add: ['NET_ADMIN'] } }),
      ...set(object, [...path, 'securityContext', 'runAsUser'], { 'root container': 0 }),
      ...set(object, [...path, 'securityContext', 'seccompProfile'], { 'no seccomp': { type: 'Unconfined' } }),
    ];
  });
};

const twoSources = { name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };

const inPods: Mutator = (object) => {
  const pod = podOf(object);
  if (!pod) return [];
  const spec = [...pod.path, 'spec'];
  const containers = listOf(pod.spec.containers);
  return [
    ...set(object, [...spec, 'containers'], {
      'no containers': [],
      'a container twice': [...containers, containers[0]],
    }),
    ...set(object, [...spec, 'hostNetwork'], { 'network of the host': true }),
    ...set(object, [...spec, 'hostPID'], { 'processes of the host': true }),
    ...set(object, [...spec, 'volumes'], {
      'folder of the host': [...listOf(pod.spec.volumes), { name: 'host', hostPath: { path: '/' } }],
      'volume with two sources': [{ name: 'x', emptyDir: {}, configMap: { name: 'x' } }],
      'volume twice': [
        { name: 'x', emptyDir: {} },
        { name: 'x', emptyDir: {} },
      ],
    }),
    ...set(object, [...spec, 'restartPolicy'], { 'restart policy that does not exist': 'Maybe' }),
    ...set(object, [...spec, 'tolerations'], {
      'toleration with value for Exists': [{ key: 'a', operator: 'Exists', value: 'b' }],
    }),
    ...set(object, [...spec, 'securityContext', 'runAsNonRoot'], { 'may run as root': false }),
    ...set(object, [...spec, 'securityContext', 'seccompProfile'], {
      'Localhost without a file': { type: 'Localhost' },
    }),
    ...set(object, [...spec, 'securityContext', 'sysctls'], {
      'sysctl of the node': [{ name: 'kernel.msgmax', value: '1' }],
    }),
    ...set(object, [...spec, 'dnsPolicy'], { 'DNS policy that does not exist': 'Google' }),
  ];
};

/** What only one kind has. */
const byKind: Readonly<Record<string, (object: Data) => Mutant[]>> = {
  Deployment: (object) => [
    ...within(['spec'], set(object, ['spec', 'selector', 'matchLabels'], { 'selector of other pods': { app: 'x' } })),
    ...set(object, ['spec', 'replicas'], { 'negative replicas': -1, 'replicas as text': '3' }),
    ...set(object, ['spec', 'strategy'], {
      'Recreate with rolling update': { type: 'Recreate', rollingUpdate: { maxSurge: 1 } },
    }),
  ],
  StatefulSet: (object) =>
    within(['spec'], set(object, ['spec', 'selector', 'matchLabels'], { 'selector of other pods': { app: 'x' } })),
  Service: (object) => [
    ...(at(object, ['spec', 'clusterIP']) === 'None' ? [] : set(object, ['spec', 'ports'], { 'no ports': [] })),
    ...set(object, ['spec', 'ports'], {
      'ports without names': [{ port: 1 }, { port: 2 }],
      'port out of range': [{ port: 0 }],
    }),
    ...set(object, ['spec', 'type'], { 'type that does not exist': 'Public' }),
    ...set(object, ['spec', 'sessionAffinity'], { 'affinity that does not exist': 'Sticky' }),
  ],
  Ingress: (object) => [
    ...set(object, ['spec', 'rules', 0, 'host'], { 'host that is an address': '10.0.0.1', 'host with a blank': 'a b' }),
    ...set(object, ['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'], {
      'path type that does not exist': 'Regex',
      'no path type': undefined,
    }),
    ...set(object, ['spec', 'rules', 0, 'http', 'paths', 0, 'path'], { 'path without slash': 'api' }),
  ],
  NetworkPolicy: (object) => [
    ...set(object, ['spec', 'policyTypes'], { 'policy type that does not exist': ['Sideways'] }),
    ...set(object, ['spec', 'egress'], {
      'range that is none': [{ to: [{ ipBlock: { cidr: '10.0.0.0' } }] }],
      'port out of range': [{ ports: [{ port: 99_999 }] }],
    }),
  ],
  HorizontalPodAutoscaler: (object) =>
    set(object, ['spec', 'maxReplicas'], { 'maximum below minimum': 1, 'no maximum': 0 }),
  PodDisruptionBudget: (object) => within(['spec'], set(object, ['spec', 'minAvailable'], { 'both bounds': 1 })),
  CronJob: (object) => [
    ...set(object, ['spec', 'schedule'], {
      'schedule with six fields': '0 0 * * * *',
      'schedule of words': 'daily',
      'minute 60': '60 * * * *',
    }),
    ...set(object, ['spec', 'concurrencyPolicy'], { 'concurrency that does not exist': 'Maybe' }),
    ...set(object, ['metadata', 'name'], { 'CronJob name too long': 'a'.repeat(53) }),
  ],
  Job: (object) => [
    ...set(object, ['spec', 'backoffLimit'], { 'negative retries': -1 }),
    ...set(object, ['spec', 'template', 'spec', 'restartPolicy'], { 'Job that restarts always': 'Always' }),
  ],
  Namespace: (object) => [
    ...set(object, ['metadata', 'name'], { 'namespace with a dot': 'a.b' }),
    ...set(object, ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], {
      'level that does not exist': 'strict',
    }),
    ...set(object, ['metadata', 'labels', 'pod-security.kubernetes.io/enforce-version'], {
      'version that does not exist': '1.30',
    }),
  ],
  ResourceQuota: (object) => set(object, ['spec', 'hard', 'pods'], { 'half a pod': '1500m', 'negative quota': '-1' }),
  LimitRange: (object) => set(object, ['spec', 'limits', 0, 'type'], { 'limit of nothing': undefined }),
  PriorityClass: (object) => set(object, ['value'], { 'priority of the system': 2_000_000_000 }),
  PersistentVolumeClaim: (object) => [
    ...set(object, ['spec', 'accessModes'], { 'no access mode': [], 'access mode that does not exist': ['Everybody'] }),
    ...set(object, ['spec', 'resources', 'requests', 'storage'], { 'no size': '0', 'size that is no quantity': 'ten' }),
  ],
  Role: (object) => set(object, ['rules', 0, 'verbs'], { 'no verbs': [] }),
  ClusterRole: (object) => set(object, ['rules', 0, 'verbs'], { 'no verbs': [] }),
  RoleBinding: (object) => set(object, ['roleRef', 'kind'], { 'role of no kind': 'Group' }),
  ConfigMap: (object) => set(object, ['data', 'not a key'], { 'key with blanks': 'x' }),
  ServiceMonitor: (object) => set(object, ['spec', 'endpoints', 0, 'interval'], { 'interval with a blank': '30 sec' }),
  ExternalSecret: (object) =>
    set(object, ['spec', 'target', 'creationPolicy'], { 'policy that does not exist': 'Mine' }),
  Certificate: (object) => set(object, ['spec', 'dnsNames'], { 'names that are no list': 'a.example' }),
  Kustomization: (object) => set(object, ['spec', 'interval'], { 'interval that is none': 'often' }),
  HTTPRoute: (object) => [
    ...set(object, ['spec', 'rules', 0, 'backendRefs', 0, 'port'], { 'port out of range': 0 }),
    ...set(object, ['spec', 'rules', 0, 'timeouts', 'request'], { 'timeout that is none': '150 s' }),
    ...set(object, ['spec', 'hostnames', 0], { 'host that is none': 'not a host' }),
  ],
};

/** Every mutant that an object on its own can show. */
export function mutantsOf(object: Data): Mutant[] {
  const special = byKind[String(object.kind)];
  const all = [inMetadata, ofKind, inContainers, inPods].flatMap((mutator) => mutator(object));
  return [...all, ...(special?.(object) ?? [])].filter(({ object: broken, path }) => {
    // A mutant that changed nothing (a field that was absent and stays so) is no mutant.
    return JSON.stringify(at(broken, path)) !== JSON.stringify(at(object, path));
  });
}
