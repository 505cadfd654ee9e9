import { type Data, textOf } from '../access';
import { partsOfImage } from '../images';
import { below, defaults, type FactTable, keyed, table } from './fields';

/*
 * Defaults and list keys of a pod template. Sources: SetDefaults_* in pkg/apis/core/v1/defaults.go and the list-map-keys
 * of the OpenAPI document, both of Kubernetes 1.35. Order counts in every list of a template: the controllers compare
 * templates item by item, so that another order is another template and pods roll.
 */

const probe: FactTable = defaults({
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  initialDelaySeconds: 0,
  'httpGet.path': '/',
  'httpGet.scheme': 'HTTP',
  'grpc.service': '',
});

const container: FactTable = table(
  defaults({
    imagePullPolicy: pullPolicy,
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
    'ports.*.protocol': 'TCP',
    'ports.*.hostPort': 0,
    'env.*.value': '',
    'env.*.valueFrom.fieldRef.apiVersion': 'v1',
    'env.*.valueFrom.resourceFieldRef.divisor': '0',
    'volumeMounts.*.readOnly': false,
    'stdin|stdinOnce|tty': false,
    'lifecycle.postStart|preStop.httpGet.path': '/',
    'lifecycle.postStart|preStop.httpGet.scheme': 'HTTP',
  }),
  below('livenessProbe|readinessProbe|startupProbe', probe),
  keyed('name', ['env']),
  keyed('containerPort,protocol', ['ports']),
  keyed('mountPath', ['volumeMounts']),
  keyed('devicePath', ['volumeDevices']),
);

/** The specification of a pod, wherever it stands. */
export const podSpec: FactTable = table(
  defaults({
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    serviceAccount: ({ serviceAccountName }: Data) => serviceAccountName,
    'hostNetwork|hostPID|hostIPC': false,
    nodeSelector: {},
    'volumes.*.secret|configMap|projected|downwardAPI.defaultMode': 420,
    'volumes.*.hostPath.type': '',
    'volumes.*.emptyDir.medium': '',
    'volumes.*.persistentVolumeClaim.readOnly': false,
    'volumes.*.image.pullPolicy': ({ reference }: Data) => pullPolicyFor(textOf(reference) ?? ''),
    'volumes.*.projected.sources.*.serviceAccountToken.expirationSeconds': 3600,
    'volumes.*.downwardAPI.items.*.fieldRef.apiVersion': 'v1',
    'volumes.*.projected.sources.*.downwardAPI.items.*.fieldRef.apiVersion': 'v1',
    'volumes.*.ephemeral.volumeClaimTemplate.spec.volumeMode': 'Filesystem',
    'topologySpreadConstraints.*.labelSelector.matchLabels': {},
  }),
  below('containers|initContainers|ephemeralContainers.*', container),
  keyed('name', ['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'imagePullSecrets']),
  keyed('name', ['resourceClaims', 'schedulingGates']),
  keyed('ip', ['hostAliases']),
  keyed('topologyKey,whenUnsatisfiable', ['topologySpreadConstraints']),
);

/** A pod template: labels, annotations and the specification. */
export const podTemplate: FactTable = table(
  defaults({ metadata: {}, 'metadata.labels': {}, 'metadata.annotations': {} }),
  { 'metadata.creationTimestamp': { ignored: true } },
  below('spec', podSpec),
);

/** What a workload that keeps a number of pods has besides. */
export const workload: FactTable = table(
  defaults({ 'spec.replicas': 1, 'spec.revisionHistoryLimit': 10, 'spec.minReadySeconds': 0 }),
  below('spec.template', podTemplate),
);

function pullPolicy({ image }: Data): string {
  return pullPolicyFor(textOf(image) ?? '');
}

/** `Always` for the tag `latest`, written or meant. */
function pullPolicyFor(image: string): string {
  const { tag, digest } = partsOfImage(image);
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}
