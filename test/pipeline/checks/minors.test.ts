import path from 'node:path';
import { checkSchema } from '../../../pipeline/checks/schema';
import { loadSchemas } from '../../../pipeline/checks/schema/lookup';
import { manifestsOf } from '../../../pipeline/objects/manifest';
import { at } from '../../../kubernetes/access';
import { withField } from '../../long/mutators';
import { deployment, type Manifest, of } from './schema-samples';

const schemas = loadSchemas(path.resolve(__dirname, '../../..'));

/** What a cluster of this minor finds in an object, as one line each. */
function find(manifest: Manifest, minor: number): string[] {
  return manifestsOf('a.yaml', '', manifest).flatMap((one) =>
    checkSchema(one, schemas, { minor }).map((found) => `${found.rule.slice('schema/'.length)}: ${found.message}`),
  );
}

const pod = of('v1', 'Pod', { containers: [{ name: 'a', image: 'b' }] });
const job = of('batch/v1', 'Job', { template: { spec: { containers: [{ name: 'a' }], restartPolicy: 'Never' } } });
const service = of('v1', 'Service', { ports: [{ port: 80 }] });
const claim = of('v1', 'PersistentVolumeClaim', { resources: { requests: { storage: '1Gi' } } });
const crd = of('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
  group: 'bkg.dev',
  scope: 'Namespaced',
  names: { kind: 'Cave', plural: 'caves' },
  versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
});

/** Fields: the object, where the field goes, its value, and the minors that have it. */
const fields: readonly [Manifest, string, unknown, since: number, until: number][] = [
  [pod, 'spec.securityContext.appArmorProfile', { type: 'RuntimeDefault' }, 30, 37],
  [pod, 'spec.containers.0.securityContext.appArmorProfile', { type: 'RuntimeDefault' }, 30, 37],
  [pod, 'spec.containers.0.lifecycle', { preStop: { sleep: { seconds: 5 } } }, 29, 37],
  [pod, 'spec.containers.0.lifecycle.stopSignal', 'SIGTERM', 33, 37],
  [pod, 'spec.containers.0.restartPolicy', 'Always', 28, 37],
  [pod, 'spec.containers.0.resizePolicy', [], 27, 37],
  [pod, 'spec.resources', { limits: { cpu: '1' } }, 32, 37],
  [pod, 'spec.hostUsers', false, 27, 37],
  [pod, 'spec.hostnameOverride', 'a', 34, 37],
  [pod, 'spec.securityContext.supplementalGroupsPolicy', 'Strict', 31, 37],
  [pod, 'spec.securityContext.seLinuxChangePolicy', 'MountOption', 32, 37],
  [pod, 'spec.volumes', [{ name: 'a', image: { reference: 'b' } }], 31, 37],
  [pod, 'spec.resourceClaims', [{ name: 'a', source: { resourceClaimName: 'b' } }], 27, 30],
  [pod, 'spec.resourceClaims', [{ name: 'a', resourceClaimName: 'b' }], 31, 37],
  [pod, 'spec.workloadRef', { name: 'a', podGroup: 'b' }, 35, 35],
  [deployment(), 'spec.template.spec.containers.0.restartPolicyRules', [], 34, 37],
  [job, 'spec.podReplacementPolicy', 'Failed', 28, 37],
  [job, 'spec.backoffLimitPerIndex', 1, 28, 37],
  [job, 'spec.successPolicy', { rules: [] }, 30, 37],
  [job, 'spec.managedBy', 'a.example/b', 30, 37],
  [service, 'spec.trafficDistribution', 'PreferClose', 30, 37],
  [claim, 'spec.volumeAttributesClassName', 'a', 29, 37],
  [claim, 'spec.resources.claims', [{ name: 'a' }], 27, 28],
  [crd, 'spec.versions.0.selectableFields', [{ jsonPath: '.spec.a' }], 30, 37],
  [of('networking.k8s.io/v1', 'NetworkPolicy', {}), 'status', {}, 27, 27],
];

test.each(fields)('$kind %s: %j from 1.%i to 1.%i', (manifest, field, value, since, until) => {
  const steps = field.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const object = withField(manifest, steps, value) as Manifest;
  expect(at(object, steps)).toBe(value);
  for (let minor = 27; minor <= 37; minor++) {
    const rules = new Set(find(object, minor).map((line) => line.replace(/:.*/, '')));
    const expected =
      minor < since ? ['not-yet'] : minor > until ? [expect.stringMatching(/removed|unknown-field/)] : [];
    expect([minor, ...rules]).toEqual([minor, ...expected]);
  }
});

test('names the minor that brought a field', () => {
  const object = withField(pod, ['spec', 'securityContext', 'appArmorProfile'], { type: 'RuntimeDefault' }) as Manifest;
  expect(find(object, 27)).toEqual([
    'not-yet: "appArmorProfile" exists from Kubernetes 1.30; the cluster is 1.27, so remove it',
  ]);
});

test('does not suggest a field of another minor', () => {
  const object = withField(pod, ['spec', 'resource'], {}) as Manifest;
  expect(find(object, 37)).toEqual(['unknown-field: no such field; did you mean "resources"?']);
  expect(find(object, 27)).toEqual(['unknown-field: no such field; remove it or fix its spelling']);
});

/** Kinds: apiVersion and kind, the cluster, and what it says; nothing when it has them. */
const apis: readonly [apiVersion: string, kind: string, minor: number, answer: string][] = [
  ['extensions/v1beta1', 'Ingress', 27, 'removed in Kubernetes 1.22; use networking.k8s.io/v1'],
  ['extensions/v1beta1', 'Deployment', 36, 'removed in Kubernetes 1.16; use apps/v1'],
  ['apps/v1beta2', 'StatefulSet', 30, 'removed in Kubernetes 1.16; use apps/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress', 30, 'removed in Kubernetes 1.22; use networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', 'Role', 30, 'removed in Kubernetes 1.22; use rbac.authorization.k8s.io/v1'],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 30, '1.22; use apiextensions.k8s.io/v1'],
  ['batch/v1beta1', 'CronJob', 27, 'batch/v1beta1 CronJob was removed in Kubernetes 1.25; use batch/v1'],
  ['policy/v1beta1', 'PodDisruptionBudget', 27, 'was removed in Kubernetes 1.25; use policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 27, '1.25; label the namespace with pod-security.kubernetes.io/enforce'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 27, 'removed in Kubernetes 1.25; use autoscaling/v2'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 27, 'removed in Kubernetes 1.26; use autoscaling/v2'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 27, 'removed in Kubernetes 1.27; use storage.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema', 28, '1.26; use flowcontrol.apiserver.k8s.io/v1beta3'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema', 29, '1.26; use flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema', 28, ''],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema',
    29,
    'removed in Kubernetes 1.29, and the cluster is 1.29; use',
  ],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'PriorityLevelConfiguration', 31, ''],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'PriorityLevelConfiguration', 32, 'removed in Kubernetes 1.32'],
  ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 28, 'exists from Kubernetes 1.29, and the cluster is 1.28; use'],
  ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 29, ''],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 29, 'exists from Kubernetes 1.30'],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 30, ''],
  ['admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 35, 'use admissionregistration.k8s.io/v1beta1'],
  ['storage.k8s.io/v1', 'VolumeAttributesClass', 30, 'from Kubernetes 1.34, and the cluster is 1.30; use storage'],
  ['storage.k8s.io/v1', 'VolumeAttributesClass', 34, ''],
  ['networking.k8s.io/v1alpha1', 'ClusterCIDR', 29, 'removed in Kubernetes 1.29, and the cluster is 1.29; remove it'],
  ['networking.k8s.io/v1', 'ServiceCIDR', 32, 'exists from Kubernetes 1.33'],
  ['resource.k8s.io/v1', 'ResourceClaim', 33, 'exists from Kubernetes 1.34'],
  ['apps/v2', 'Deployment', 36, 'there is no "Deployment" in "apps/v2"; it is in apps/v1'],
  ['v1', 'Deployment', 36, 'there is no "Deployment" in "v1"; it is in apps/v1'],
  ['monitoring.coreos.co/v1', 'ServiceMonitor', 36, 'it is in monitoring.coreos.com/v1'],
  ['apps/v1', 'Deploymnt', 36, 'did you mean apps/v1 Deployment?'],
  ['v1', 'Ingres', 36, 'did you mean networking.k8s.io/v1 Ingress?'],
  ['policy/v1', 'Eviction', 36, 'there is no "Eviction" in "policy/v1"'],
  // Another thing of the same name.
  [
    'serving.knative.dev/v1',
    'Service',
    36,
    'there is no schema for "Service" in "serving.knative.dev/v1"; give its definition',
  ],
  ['', 'Deployment', 36, 'needs "apiVersion" and "kind" to be an object; add "apiVersion"'],
  ['v1', '', 36, 'needs "apiVersion" and "kind" to be an object; add "kind"'],
];

test.each(apis)('%s %s on 1.%i: %s', (apiVersion, kind, minor, answer) => {
  const found = find({ apiVersion, kind }, minor).filter((line) => !line.startsWith('missing-field'));
  expect(found).toEqual(answer === '' ? [] : [expect.stringContaining(answer)]);
});
