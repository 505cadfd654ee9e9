import { type Cases, fails, objectsOf } from './case';

const make = objectsOf('networking.k8s.io/v1', 'NetworkPolicy');
const policy = (spec: object) => make({ spec: { podSelector: {}, ...spec } });
const port = (fields: object) => policy({ egress: [{ ports: [fields] }] });
const from = (...peers: object[]) => policy({ ingress: [{ from: peers }] });
const block = (cidr: string, ...except: string[]) => from({ ipBlock: { cidr, except } });
const selector = { matchLabels: { app: 'web' } };

export const networkPolicyCases: Cases = {
  failing: [
    fails('value/network-policy-type', 'spec.policyTypes.0', policy({ policyTypes: ['ingress'] })),
    fails('value/network-policy-type', 'spec.policyTypes', policy({ policyTypes: ['Ingress', 'Egress', 'Egress'] })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.protocol', port({ protocol: 'ICMP' })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.port', port({ port: 0 })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.port', port({ port: '53' })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.endPort', port({ port: 9000, endPort: 8000 })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.endPort', port({ port: 9000, endPort: 70_000 })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.endPort', port({ port: 'http', endPort: 9000 })),
    fails('value/network-policy-port', 'spec.egress.0.ports.0.endPort', port({ endPort: 9000 })),
    fails('value/network-policy-peer', 'spec.ingress.0.from.0', from({})),
    fails(
      'value/network-policy-peer',
      'spec.ingress.0.from.0',
      from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
    ),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.cidr', block('10.0.0.0')),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.cidr', block('10.0.0.0/33')),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.cidr', block('10.0.0.1/8')),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.except.0', block('10.0.0.0/8', '192.168.0.0/16')),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.except.0', block('10.0.0.0/8', '10.0.0.0/8')),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.except.0', block('fd00::/8', '10.0.0.0/16')),
    fails('value/network-policy-cidr', 'spec.ingress.0.from.0.ipBlock.except.0', block('10.0.0.0/8', '10.1')),
    fails(
      'value/network-policy-selector',
      'spec.podSelector.matchLabels.app',
      policy({ podSelector: { matchLabels: { app: 'a b' } } }),
    ),
    fails(
      'value/network-policy-selector',
      'spec.podSelector.matchExpressions.0.values',
      policy({
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] },
      }),
    ),
    fails(
      'value/network-policy-selector',
      'spec.ingress.0.from.0.namespaceSelector.matchExpressions.0.values',
      from({
        namespaceSelector: {
          matchExpressions: [{ key: 'app', operator: 'Exists', values: ['a'] }],
        },
      }),
    ),
    fails(
      'value/network-policy-selector',
      'spec.ingress.0.from.0.podSelector.matchExpressions.0.operator',
      from({
        podSelector: {
          matchExpressions: [{ key: 'app', operator: 'Equals', values: ['a'] }],
        },
      }),
    ),
    fails(
      'value/network-policy-selector',
      'spec.podSelector.matchExpressions.0.key',
      policy({
        podSelector: { matchExpressions: [{ key: 'a b', operator: 'Exists' }] },
      }),
    ),
  ],
  passing: [
    policy({}),
    policy({ policyTypes: ['Egress', 'Ingress'], ingress: [], egress: [{}] }),
    port({ port: 'http' }),
    port({ protocol: 'SCTP' }),
    port({ port: 1000, endPort: 1000, protocol: 'UDP' }),
    from({ podSelector: selector, namespaceSelector: {} }, { podSelector: {} }),
    from({
      podSelector: {
        matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a', ''] }],
      },
    }),
    block('10.0.0.0/8', '10.1.0.0/16', '10.2.3.4/32'),
    block('0.0.0.0/0', '169.254.169.254/32'),
    block('::/0', 'fd00::/8'),
    block('FD00:0:0::/64'),
  ],
};
