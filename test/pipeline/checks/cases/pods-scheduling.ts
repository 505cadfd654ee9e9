import { type Cases, fails } from './case';
import { pod, workload } from './pod';

const selector = { matchLabels: { app: 'web' } };
const host = 'kubernetes.io/hostname';
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const tolerate = (toleration: object) => pod({ tolerations: [toleration] });
const spread = (...constraints: object[]) =>
  pod({
    topologySpreadConstraints: constraints.map((one) => ({
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: selector,
      ...one,
    })),
  });
const nodes = (...matchExpressions: object[]) =>
  pod({ affinity: { nodeAffinity: { [required]: { nodeSelectorTerms: [{ matchExpressions }] } } } });
const apart = (term: object) =>
  pod({ affinity: { podAntiAffinity: { [required]: [{ topologyKey: host, labelSelector: selector, ...term }] } } });
const nodeAt = `spec.affinity.nodeAffinity.${required}.nodeSelectorTerms.0`;
const apartAt = `spec.affinity.podAntiAffinity.${required}.0`;
const weighted = (weight: number) =>
  pod({ affinity: { podAffinity: { [preferred]: [{ weight, podAffinityTerm: { topologyKey: host } }] } } });

export const schedulingCases: Cases = {
  failing: [
    fails('value/toleration', 'spec.tolerations.0.value', tolerate({ key: 'a', operator: 'Exists', value: 'b' })),
    fails('value/toleration', 'spec.tolerations.0', tolerate({ operator: 'Equal', value: 'b' })),
    fails('value/toleration', 'spec.tolerations.0.operator', tolerate({ key: 'a', operator: 'In', value: 'b' })),
    fails('value/toleration', 'spec.tolerations.0.operator', tolerate({ key: 'a', operator: 'Gt', value: '5' })),
    fails('value/toleration', 'spec.tolerations.0.effect', tolerate({ key: 'a', operator: 'Exists', effect: 'Evict' })),
    fails(
      'value/toleration',
      'spec.tolerations.0.tolerationSeconds',
      tolerate({ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }),
    ),
    fails('value/toleration', 'spec.tolerations.0.key', tolerate({ key: 'a b', operator: 'Exists' })),
    fails('value/toleration', 'spec.tolerations.0.value', tolerate({ key: 'a', value: 'b c' })),
    fails('value/node-selector', 'spec.nodeSelector.disk', pod({ nodeSelector: { disk: 'solid state' } })),
    fails('value/node-selector', 'spec.nodeSelector.a b', pod({ nodeSelector: { 'a b': 'c' } })),
    fails('value/topology-spread', 'spec.topologySpreadConstraints.0.maxSkew', spread({ maxSkew: 0 })),
    fails('value/topology-spread', 'spec.topologySpreadConstraints.0.topologyKey', spread({ topologyKey: '' })),
    fails(
      'value/topology-spread',
      'spec.topologySpreadConstraints.0.whenUnsatisfiable',
      spread({ whenUnsatisfiable: 'Wait' }),
    ),
    fails('value/topology-spread', 'spec.topologySpreadConstraints.1', spread({}, { maxSkew: 2 })),
    fails('value/topology-spread', 'spec.topologySpreadConstraints.0.minDomains', spread({ minDomains: 0 })),
    fails(
      'value/topology-spread',
      'spec.topologySpreadConstraints.0.minDomains',
      spread({ minDomains: 2, whenUnsatisfiable: 'ScheduleAnyway' }),
    ),
    fails(
      'value/topology-spread',
      'spec.topologySpreadConstraints.0.nodeTaintsPolicy',
      spread({ nodeTaintsPolicy: 'Yes' }),
    ),
    fails(
      'value/topology-spread',
      'spec.topologySpreadConstraints.0.matchLabelKeys',
      spread({ labelSelector: null, matchLabelKeys: ['a'] }),
    ),
    fails(
      'value/topology-spread',
      'spec.topologySpreadConstraints.0.labelSelector.matchLabels.app',
      spread({ labelSelector: { matchLabels: { app: 'a b' } } }),
    ),
    fails(
      'value/node-affinity',
      `spec.affinity.nodeAffinity.${required}`,
      pod({ affinity: { nodeAffinity: { [required]: { nodeSelectorTerms: [] } } } }),
    ),
    fails('value/node-affinity', `${nodeAt}.matchExpressions.0`, nodes({ key: 'a', operator: 'In' })),
    fails(
      'value/node-affinity',
      `${nodeAt}.matchExpressions.0.values`,
      nodes({ key: 'a', operator: 'Exists', values: ['b'] }),
    ),
    fails(
      'value/node-affinity',
      `${nodeAt}.matchExpressions.0`,
      nodes({ key: 'a', operator: 'Gt', values: ['1', '2'] }),
    ),
    fails(
      'value/node-affinity',
      `${nodeAt}.matchExpressions.0.operator`,
      nodes({ key: 'a', operator: 'Is', values: ['1'] }),
    ),
    fails('value/node-affinity', `${nodeAt}.matchExpressions.0.key`, nodes({ key: 'a b', operator: 'Exists' })),
    fails(
      'value/node-affinity',
      `${nodeAt}.matchExpressions.0.values.0`,
      nodes({ key: 'a', operator: 'In', values: ['b c'] }),
    ),
    fails(
      'value/node-affinity',
      `${nodeAt}.matchFields.0.key`,
      pod({
        affinity: {
          nodeAffinity: {
            [required]: { nodeSelectorTerms: [{ matchFields: [{ key: 'spec.a', operator: 'In', values: ['b'] }] }] },
          },
        },
      }),
    ),
    fails(
      'value/node-affinity',
      `spec.affinity.nodeAffinity.${preferred}.0.weight`,
      pod({
        affinity: {
          nodeAffinity: {
            [preferred]: [{ weight: 0, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }],
          },
        },
      }),
    ),
    fails('value/pod-affinity', `${apartAt}.topologyKey`, apart({ topologyKey: '' })),
    fails('value/pod-affinity', `${apartAt}.topologyKey`, apart({ topologyKey: 'a b' })),
    fails(
      'value/pod-affinity',
      `${apartAt}.labelSelector.matchExpressions.0.values`,
      apart({ labelSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
    ),
    fails('value/pod-affinity', `${apartAt}.namespaces.0`, apart({ namespaces: ['A'] })),
    fails('value/pod-affinity', `${apartAt}.matchLabelKeys`, apart({ labelSelector: null, matchLabelKeys: ['a'] })),
    fails(
      'value/pod-affinity',
      `${apartAt}.matchLabelKeys.0`,
      apart({ matchLabelKeys: ['a'], mismatchLabelKeys: ['a'] }),
    ),
    fails('value/pod-affinity', `spec.affinity.podAffinity.${preferred}.0.weight`, weighted(101)),
  ],
  passing: [
    tolerate({ operator: 'Exists' }),
    tolerate({ key: 'a', value: 'b', effect: 'NoExecute', tolerationSeconds: -5 }),
    pod({ nodeSelector: { 'kubernetes.io/os': 'linux', empty: '' } }),
    spread(
      { minDomains: 2, matchLabelKeys: ['pod-template-hash'] },
      { whenUnsatisfiable: 'ScheduleAnyway', nodeAffinityPolicy: 'Honor' },
    ),
    nodes(
      { key: 'a', operator: 'In', values: ['b', ''] },
      { key: 'c', operator: 'Gt', values: ['5'] },
      { key: 'd', operator: 'DoesNotExist' },
    ),
    pod({
      affinity: {
        nodeAffinity: {
          [preferred]: [
            { weight: 100, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b c'] }] } },
          ],
        },
      },
    }),
    pod({
      affinity: {
        nodeAffinity: {
          [required]: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['a.b'] }] }],
          },
        },
      },
    }),
    apart({ namespaceSelector: {}, namespaces: ['a'], matchLabelKeys: ['b'], mismatchLabelKeys: ['c'] }),
    weighted(1),
  ],
};

export const podCases: Cases = {
  failing: [
    fails('value/pod-policy', 'spec.restartPolicy', pod({ restartPolicy: 'Sometimes' })),
    fails('value/pod-policy', 'spec.dnsPolicy', pod({ dnsPolicy: 'Cluster' })),
    fails('value/pod-policy', 'spec.os.name', pod({ os: { name: 'darwin' } })),
    fails('value/pod-policy', 'spec.preemptionPolicy', pod({ preemptionPolicy: 'Always' })),
    fails('value/pod-name', 'spec.hostname', pod({ hostname: 'a.b' })),
    fails('value/pod-name', 'spec.subdomain', pod({ subdomain: 'A' })),
    fails(
      'value/pod-name',
      'spec.template.spec.serviceAccountName',
      workload('Deployment', {}, { serviceAccountName: 'Web_App' }),
    ),
    fails(
      'value/pod-name',
      'spec.template.spec.runtimeClassName',
      workload('Deployment', {}, { runtimeClassName: 'a b' }),
    ),
    fails(
      'value/pod-name',
      'spec.template.spec.priorityClassName',
      workload('Deployment', {}, { priorityClassName: 'A' }),
    ),
    fails('value/pod-deadline', 'spec.activeDeadlineSeconds', pod({ activeDeadlineSeconds: 0 })),
    fails('value/pod-priority', 'spec.priority', pod({ priority: 1000 })),
    fails('value/pod-priority', 'spec.priority', pod({ priority: 1, priorityClassName: 'system-node-critical' })),
    fails('value/pod-priority', 'spec.preemptionPolicy', pod({ preemptionPolicy: 'Never' })),
    fails('value/pod-overhead', 'spec.overhead', pod({ overhead: { cpu: '100m' } })),
    fails('value/pod-gate', 'spec.readinessGates.0.conditionType', pod({ readinessGates: [{ conditionType: 'a b' }] })),
    fails('value/pod-gate', 'spec.schedulingGates.0.name', pod({ schedulingGates: [{ name: 'a b' }] })),
    fails('value/pod-gate', 'spec.schedulingGates.1', pod({ schedulingGates: [{ name: 'a' }, { name: 'a' }] })),
    fails('value/pod-gate', 'spec.nodeName', pod({ schedulingGates: [{ name: 'a' }], nodeName: 'n' })),
    fails(
      'value/pull-secret-twice',
      'spec.imagePullSecrets.1',
      pod({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }),
    ),
    fails('value/hostname-override', 'spec.hostnameOverride', pod({ hostnameOverride: 'A' })),
    fails('value/hostname-override', 'spec.hostnameOverride', pod({ hostnameOverride: 'a', hostNetwork: true })),
    fails('value/host-alias', 'spec.hostAliases.0.ip', pod({ hostAliases: [{ ip: 'localhost', hostnames: ['db'] }] })),
    fails('value/host-alias', 'spec.hostAliases.0.ip', pod({ hostAliases: [{ ip: '010.0.0.1', hostnames: ['db'] }] })),
    fails(
      'value/host-alias',
      'spec.hostAliases.0.hostnames.0',
      pod({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['a_b'] }] }),
    ),
    fails('value/host-alias', 'spec.hostAliases.1', pod({ hostAliases: [{ ip: '10.0.0.1' }, { ip: '10.0.0.1' }] })),
    fails('value/dns-config', 'spec.dnsPolicy', pod({ dnsPolicy: 'None' })),
    fails('value/dns-config', 'spec.dnsConfig.nameservers.0', pod({ dnsConfig: { nameservers: ['dns.example.com'] } })),
    fails(
      'value/dns-config',
      'spec.dnsConfig.nameservers',
      pod({ dnsConfig: { nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] } }),
    ),
    fails('value/dns-config', 'spec.dnsConfig.searches.0', pod({ dnsConfig: { searches: ['a b'] } })),
    fails('value/dns-config', 'spec.dnsConfig.options.0', pod({ dnsConfig: { options: [{ value: '2' }] } })),
  ],
  passing: [
    pod({
      dnsPolicy: 'None',
      dnsConfig: {
        nameservers: ['10.0.0.1', 'fd00::1'],
        searches: ['a.b.', '_a.b', '.'],
        options: [{ name: 'ndots', value: '2' }],
      },
    }),
    pod({
      hostname: 'a',
      subdomain: 'b',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      activeDeadlineSeconds: 5,
    }),
    pod({
      schedulingGates: [{ name: 'example.com/a' }],
      readinessGates: [{ conditionType: 'a' }, { conditionType: 'a' }],
    }),
    pod({
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.b', 'c'] }, { ip: 'fd00::1' }],
      imagePullSecrets: [{ name: 'a' }, { name: 'b' }],
    }),
    pod({ hostnameOverride: 'a.example.com', restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 0 }),
    pod({ terminationGracePeriodSeconds: -5 }),
  ],
};
