import { type Cases, fails, objectsOf } from './case';

const port = { port: 80 };
const make = objectsOf('v1', 'Service');
const service = (spec: object) => make({ spec: { ports: [port], ...spec } });
const ports = (...list: object[]) => service({ ports: list.map((one) => ({ port: 80, ...one })) });

export const serviceCases: Cases = {
  failing: [
    fails('value/service-type', 'spec.type', service({ type: 'Internal' })),
    fails('value/service-type', 'spec.sessionAffinity', service({ sessionAffinity: 'Cookie' })),
    fails('value/service-type', 'spec.internalTrafficPolicy', service({ internalTrafficPolicy: 'local' })),
    fails(
      'value/service-type',
      'spec.externalTrafficPolicy',
      service({ type: 'NodePort', externalTrafficPolicy: 'All' }),
    ),
    fails('value/service-type', 'spec.ipFamilyPolicy', service({ ipFamilyPolicy: 'DualStack' })),
    fails('value/service-type', 'spec.trafficDistribution', service({ trafficDistribution: 'PreferFar' })),
    fails('value/service-without-ports', 'spec.ports', service({ ports: [] })),
    fails('value/service-without-ports', 'spec.ports', make({ spec: { selector: { app: 'web' } } })),
    fails('value/service-port-name', 'spec.ports.1', ports({ name: 'http' }, { port: 81 })),
    fails('value/service-port-name', 'spec.ports.0.name', ports({ name: 'HTTP' })),
    fails('value/service-port-name', 'spec.ports.0.name', ports({ name: 'a.b' })),
    fails('value/service-port-name', 'spec.ports.1.name', ports({ name: 'http' }, { name: 'http', port: 81 })),
    fails('value/service-port', 'spec.ports.0.port', ports({ port: 0 })),
    fails('value/service-port', 'spec.ports.0.port', ports({ port: 65_536 })),
    fails('value/service-port', 'spec.ports.0.protocol', ports({ protocol: 'HTTP' })),
    fails('value/service-port', 'spec.ports.0.targetPort', ports({ targetPort: 70_000 })),
    fails('value/service-port', 'spec.ports.0.targetPort', ports({ targetPort: '8080' })),
    fails('value/service-port', 'spec.ports.0.targetPort', ports({ targetPort: 'a-name-of-more-than-15' })),
    fails('value/service-port', 'spec.ports.0.appProtocol', ports({ appProtocol: 'h2 c' })),
    fails('value/service-port-twice', 'spec.ports.1.port', ports({ name: 'a' }, { name: 'b', protocol: 'TCP' })),
    fails(
      'value/service-port-twice',
      'spec.ports.1.nodePort',
      service({
        type: 'NodePort',
        ports: [
          { name: 'a', port: 1, nodePort: 30_101 },
          { name: 'b', port: 2, nodePort: 30_101 },
        ],
      }),
    ),
    fails('value/service-node-port', 'spec.ports.0.nodePort', ports({ nodePort: 30_080 })),
    fails(
      'value/service-node-port',
      'spec.ports.0.nodePort',
      service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
    ),
    fails('value/service-cluster-ip', 'spec.clusterIP', service({ type: 'NodePort', clusterIP: 'None' })),
    fails('value/service-cluster-ip', 'spec.clusterIP', service({ type: 'LoadBalancer', clusterIP: 'None' })),
    fails('value/service-cluster-ip', 'spec.clusterIP', service({ clusterIP: 'none' })),
    fails(
      'value/service-cluster-ip',
      'spec.clusterIP',
      service({ type: 'ExternalName', externalName: 'a.b', clusterIP: 'None' }),
    ),
    fails('value/service-cluster-ip', 'spec.clusterIPs.0', service({ clusterIP: 'None', clusterIPs: ['10.0.0.9'] })),
    fails('value/service-ip-families', 'spec.ipFamilies.0', service({ ipFamilies: ['ipv4'] })),
    fails('value/service-ip-families', 'spec.ipFamilies.1', service({ ipFamilies: ['IPv4', 'IPv4'] })),
    fails(
      'value/service-ip-families',
      'spec.ipFamilies',
      service({
        clusterIP: 'None',
        ipFamilyPolicy: 'SingleStack',
        ipFamilies: ['IPv4', 'IPv6'],
      }),
    ),
    fails(
      'value/service-ip-families',
      'spec.ipFamilies',
      service({
        type: 'ExternalName',
        externalName: 'a.b',
        ipFamilies: ['IPv4'],
      }),
    ),
    fails('value/service-external-name', 'spec.externalName', service({ type: 'ExternalName' })),
    fails(
      'value/service-external-name',
      'spec.externalName',
      service({ type: 'ExternalName', externalName: 'https://example.org' }),
    ),
    fails(
      'value/service-affinity',
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
      service({
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } },
      }),
    ),
    fails('value/service-traffic-policy', 'spec.externalTrafficPolicy', service({ externalTrafficPolicy: 'Local' })),
    fails(
      'value/service-traffic-policy',
      'spec.healthCheckNodePort',
      service({ type: 'LoadBalancer', healthCheckNodePort: 30_200 }),
    ),
    fails(
      'value/service-load-balancer',
      'spec.loadBalancerSourceRanges',
      service({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
    ),
    fails(
      'value/service-load-balancer',
      'spec.loadBalancerSourceRanges.0',
      service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.1'] }),
    ),
    fails(
      'value/service-load-balancer',
      'spec.loadBalancerSourceRanges.0',
      service({
        type: 'LoadBalancer',
        loadBalancerSourceRanges: ['10.0.0.1/8'],
      }),
    ),
    fails('value/service-load-balancer', 'spec.loadBalancerClass', service({ loadBalancerClass: 'example.org/lb' })),
    fails(
      'value/service-load-balancer',
      'spec.loadBalancerClass',
      service({ type: 'LoadBalancer', loadBalancerClass: 'my lb' }),
    ),
    fails(
      'value/service-load-balancer',
      'spec.allocateLoadBalancerNodePorts',
      service({ allocateLoadBalancerNodePorts: false }),
    ),
    fails('value/service-external-ip', 'spec.externalIPs.0', service({ externalIPs: ['127.0.0.1'] })),
    fails('value/service-external-ip', 'spec.externalIPs.0', service({ externalIPs: ['fe80::1'] })),
    fails('value/service-external-ip', 'spec.externalIPs.0', service({ externalIPs: ['example.org'] })),
    fails('value/service-external-ip', 'spec.externalIPs.0', service({ externalIPs: ['010.0.0.1'] })),
    fails('value/service-external-ip', 'spec.externalIPs.0', service({ externalIPs: ['::ffff:1.2.3.4'] })),
    fails('value/service-selector', 'spec.selector.app', service({ selector: { app: 'web app' } })),
  ],
  passing: [
    service({ selector: { app: 'web' } }),
    make({ spec: { clusterIP: 'None', selector: { app: 'web' } } }),
    make({ spec: { type: 'ExternalName', externalName: 'example.org.' } }),
    service({ type: 'ExternalName', externalName: 'example.org' }),
    ports({ name: 'http', targetPort: 'http', appProtocol: 'kubernetes.io/h2c' }, { name: 'dns', protocol: 'UDP' }),
    ports({ name: 'a'.repeat(63), targetPort: 0 }),
    ports({ name: '80', appProtocol: 'http', targetPort: '' }),
    service({
      type: 'NodePort',
      ports: [
        { port: 80, nodePort: 30_111, name: 'a' },
        { port: 80, protocol: 'UDP', nodePort: 30_111, name: 'b' },
      ],
    }),
    service({
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_400 } },
    }),
    service({
      sessionAffinity: 'None',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } },
    }),
    service({ sessionAffinity: 'ClientIP' }),
    service({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 30_211,
    }),
    service({
      type: 'LoadBalancer',
      loadBalancerSourceRanges: [' 10.0.0.0/8 ', 'fd00::/8'],
      loadBalancerClass: 'example.org/lb',
    }),
    service({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }),
    service({
      externalIPs: ['203.0.113.7', '2001:DB8:0:0::1'],
      externalTrafficPolicy: 'Local',
    }),
    service({
      clusterIP: 'None',
      ipFamilyPolicy: 'RequireDualStack',
      ipFamilies: ['IPv4', 'IPv6'],
    }),
    service({
      trafficDistribution: 'PreferSameNode',
      internalTrafficPolicy: 'Local',
    }),
    service({ clusterIP: '' }),
  ],
};
