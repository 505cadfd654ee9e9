import { podRules } from '../../../pipeline/checks/values/pods';
import { app, box, init, pod } from './cases/pod';
import { containerCases, envCases, portCases } from './cases/pods-containers';
import { mountCases, probeCases, resourceCases } from './cases/pods-running';
import { podCases, schedulingCases } from './cases/pods-scheduling';
import { securityCases } from './cases/pods-security';
import { volumeCases } from './cases/pods-volumes';
import { findingsOf, testCases } from './value-cases';

testCases(podRules, {
  containers: containerCases,
  ports: portCases,
  env: envCases,
  resources: resourceCases,
  probes: probeCases,
  mounts: mountCases,
  security: securityCases,
  scheduling: schedulingCases,
  pods: podCases,
  volumes: volumeCases,
});

const term = { matchExpressions: [{ key: 'a', operator: 'In', values: ['b c'] }] };
const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };

/** A finding up to one minor, or from one on; the other side has none. */
test.each([
  ['env-name', 31, 32, box({ env: [{ name: '1 A', value: 'x' }] })],
  ['env-reference', 28, 29, box({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIPs' } } }] })],
  ['dns-config', 32, 33, pod({ dnsConfig: { searches: ['_a.b'] } })],
  ['container-restart', 34, 35, box({ restartPolicy: 'Never' })],
  ['hook-action', 32, 33, box({ lifecycle: { preStop: { sleep: { seconds: 0 } } } })],
  ['security-choice', 36, 37, pod({ securityContext: { seLinuxChangePolicy: 'MountOption' } })],
  ['host-alias', 36, 35, pod({ hostAliases: [{ ip: '010.0.0.1' }] })],
  ['node-affinity', 32, 31, pod({ affinity: { nodeAffinity } })],
  ['proc-mount', 33, 32, box({ securityContext: { procMount: 'Unmasked' } })],
  ['resize-policy', 33, 32, init({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] })],
  ['resource-claim', 34, 33, box({ resources: { claims: [{ name: 'gpu' }] } })],
])('%s is found for 1.%d and not for 1.%d', (rule, found, fine, object) => {
  expect(findingsOf(podRules, object, found)).toEqual([expect.stringContaining(`value/${rule} `)]);
  expect(findingsOf(podRules, object, fine)).toEqual([]);
});

test('strange data is left to the schema', () => {
  for (const strange of [null, 0, '', 'a', true, [], [null], [[]], {}, { a: 1 }]) {
    const object = pod({ volumes: strange, affinity: strange, securityContext: strange, tolerations: strange });
    const container = { name: strange, image: strange, ports: strange, env: strange, resources: strange };
    expect(() => findingsOf(podRules, object)).not.toThrow();
    expect(() => findingsOf(podRules, pod({ containers: [strange, app(container)] }))).not.toThrow();
    expect(() => findingsOf(podRules, { ...pod(), spec: strange })).not.toThrow();
  }
});
