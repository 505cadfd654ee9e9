import { type Data, listOf, mapOf, textOf } from '../../../../kubernetes/access';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { labelFindings } from '../metadata/labels';
import { addressFindings, networkFindings, specialRange } from './legacy-address';

/** The type of a Service, as the API server completes it. */
export function typeOf(object: Data): string {
  return textOf(mapOf(object.spec).type) || 'ClusterIP';
}

/** Whether a Service has no address of its own. */
export function isHeadless(object: Data): boolean {
  return mapOf(object.spec).clusterIP === 'None';
}

/** Types and other closed lists of a Service. */
export const serviceType = forKinds({
  id: 'value/service-type',
  description: 'a type, session affinity, address family or traffic policy that Services do not have',
  example: '`type: Internal`',
  kinds: '/Service',
  *check(object, { minor }) {
    const spec = mapOf(object.spec);
    yield* notOneOf(['spec', 'type'], spec.type, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
    yield* notOneOf(['spec', 'sessionAffinity'], spec.sessionAffinity, ['None', 'ClientIP']);
    yield* notOneOf(['spec', 'internalTrafficPolicy'], spec.internalTrafficPolicy, ['Cluster', 'Local']);
    yield* notOneOf(['spec', 'externalTrafficPolicy'], spec.externalTrafficPolicy, ['Cluster', 'Local']);
    const policies = ['SingleStack', 'PreferDualStack', 'RequireDualStack'];
    yield* notOneOf(['spec', 'ipFamilyPolicy'], spec.ipFamilyPolicy, policies);
    const near = minor >= 34 ? ['PreferClose', 'PreferSameZone', 'PreferSameNode'] : ['PreferClose'];
    if (minor >= 31) yield* notOneOf(['spec', 'trafficDistribution'], spec.trafficDistribution, near);
  },
});

/** Addresses that a Service asks for. */
export const serviceClusterIp = forKinds({
  id: 'value/service-cluster-ip',
  description: 'an invalid cluster address of a Service, or `None` on a type that needs one',
  example: '`type: NodePort` with `clusterIP: None`',
  kinds: '/Service',
  *check(object, { minor }) {
    const { clusterIP, clusterIPs } = mapOf(object.spec);
    const type = typeOf(object);
    const addresses = listOf(clusterIPs);
    if (type === 'ExternalName' && (textOf(clusterIP) || addresses.length > 0)) {
      yield wrong(
        ['spec', textOf(clusterIP) ? 'clusterIP' : 'clusterIPs'],
        'an external name has no address; remove it',
      );
      return;
    }
    if (clusterIP === 'None' && (type === 'NodePort' || type === 'LoadBalancer'))
      yield wrong(['spec', 'clusterIP'], `a ${type} Service needs an address; remove "None"`);
    if (clusterIP !== '' && clusterIP !== 'None') yield* addressFindings(['spec', 'clusterIP'], clusterIP, minor);
    if (addresses.length > 0 && textOf(clusterIP) && addresses[0] !== clusterIP)
      yield wrong(['spec', 'clusterIPs', 0], 'must be the same as "clusterIP"');
    if (addresses.length > 2) yield wrong(['spec', 'clusterIPs'], 'a Service has two addresses at most; remove some');
    for (const [index, address] of addresses.entries())
      if (address !== 'None' || index > 0) yield* addressFindings(['spec', 'clusterIPs', index], address, minor);
  },
});

/** Address families of a Service. */
export const serviceFamilies = forKinds({
  id: 'value/service-ip-families',
  description: 'an address family that is unknown, there twice, or more than the policy takes',
  example: '`ipFamilies: [IPv4, IPv4]`',
  kinds: '/Service',
  *check(object) {
    const { ipFamilies, ipFamilyPolicy } = mapOf(object.spec);
    const families = listOf(ipFamilies).map((family, index) => ({
      key: textOf(family),
      path: ['spec', 'ipFamilies', index],
    }));
    for (const { key, path } of families) yield* notOneOf(path, key, ['IPv4', 'IPv6']);
    yield* repeated(families, (family) => `"${family}" is there already; remove it`);
    if (families.length > 1 && ipFamilyPolicy === 'SingleStack')
      yield wrong(
        ['spec', 'ipFamilies'],
        'a SingleStack Service has one family; remove one or change "ipFamilyPolicy"',
      );
    if (families.length > 0 && typeOf(object) === 'ExternalName')
      yield wrong(['spec', 'ipFamilies'], 'an external name has no address family; remove it');
  },
});

/** Where an external name leads. */
export const serviceExternalName = forKinds({
  id: 'value/service-external-name',
  description: 'an ExternalName Service without a DNS name to lead to',
  example: '`externalName: https://example.org`',
  kinds: '/Service',
  *check(object) {
    if (typeOf(object) !== 'ExternalName') return;
    const { externalName } = mapOf(object.spec);
    const name = (textOf(externalName) ?? '').replace(/\.$/, '');
    if (name === '') yield wrong(['spec', 'externalName'], 'an ExternalName Service needs a DNS name; set it');
    else yield* notValid(['spec', 'externalName'], name, forms.subdomain, 'DNS name');
  },
});

/** How long clients stay with a pod. */
export const serviceAffinity = forKinds({
  id: 'value/service-affinity',
  description: 'a session affinity of less than a second or more than a day',
  example: '`clientIP: { timeoutSeconds: 0 }`',
  kinds: '/Service',
  *check(object) {
    const { sessionAffinity, sessionAffinityConfig } = mapOf(object.spec);
    const { timeoutSeconds } = mapOf(mapOf(sessionAffinityConfig).clientIP);
    if (sessionAffinity !== 'ClientIP' || typeof timeoutSeconds !== 'number') return;
    if (timeoutSeconds > 0 && timeoutSeconds <= 86_400) return;
    yield wrong(['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'], 'must be 1 to 86400');
  },
});

// A Service with external addresses counts as reachable from outside since then.
const externalIpsCount = 29;

/** Fields for Services that can be reached from outside. */
export const serviceTraffic = forKinds({
  id: 'value/service-traffic-policy',
  description: 'a policy for external traffic on a Service that gets none',
  example: '`type: ClusterIP` with `externalTrafficPolicy: Local`',
  kinds: '/Service',
  *check(object, { minor }) {
    const { externalTrafficPolicy, healthCheckNodePort, externalIPs } = mapOf(object.spec);
    const type = typeOf(object);
    const reachable = type === 'NodePort' || type === 'LoadBalancer';
    const byAddress = minor >= externalIpsCount && type === 'ClusterIP' && listOf(externalIPs).length > 0;
    if (textOf(externalTrafficPolicy) && !reachable && !byAddress)
      yield wrong(['spec', 'externalTrafficPolicy'], `nothing reaches a ${type} Service from outside; remove it`);
    const checked = type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
    if (typeof healthCheckNodePort === 'number' && healthCheckNodePort !== 0 && !checked)
      yield wrong(['spec', 'healthCheckNodePort'], 'is for LoadBalancer Services with local traffic only; remove it');
  },
});

/** Fields for Services behind a load balancer. */
export const serviceLoadBalancer = forKinds({
  id: 'value/service-load-balancer',
  description: 'a load balancer field on another type of Service, or a source range that is not a network',
  example: '`loadBalancerSourceRanges: [10.0.0.1]`',
  kinds: '/Service',
  *check(object, { minor }) {
    const spec = mapOf(object.spec);
    const ranges = listOf(spec.loadBalancerSourceRanges);
    if (typeOf(object) !== 'LoadBalancer') {
      for (const field of ['loadBalancerClass', 'allocateLoadBalancerNodePorts'])
        if ((spec[field] ?? null) !== null) yield wrong(['spec', field], 'is for type LoadBalancer only; remove it');
      if (ranges.length > 0)
        yield wrong(['spec', 'loadBalancerSourceRanges'], 'is for type LoadBalancer only; remove it');
    }
    for (const [index, range] of ranges.entries())
      yield* networkFindings(['spec', 'loadBalancerSourceRanges', index], textOf(range)?.trim(), minor);
    const { loadBalancerClass } = spec;
    yield* notValid(['spec', 'loadBalancerClass'], loadBalancerClass, forms.key, 'load balancer class');
  },
});

/** Addresses outside the cluster that lead to a Service. */
export const serviceExternalIps = forKinds({
  id: 'value/service-external-ip',
  description: 'an external address that is invalid, or that no packet from outside could have',
  example: '`externalIPs: [127.0.0.1]`',
  kinds: '/Service',
  *check(object, { minor }) {
    for (const [index, address] of listOf(mapOf(object.spec).externalIPs).entries()) {
      const path = ['spec', 'externalIPs', index];
      yield* addressFindings(path, address, minor);
      const range = typeof address === 'string' ? specialRange(address) : undefined;
      if (range) yield wrong(path, `"${String(address)}" is ${range}; use an address that can be reached`);
    }
  },
});

/** Labels that a Service looks for. */
export const serviceSelector = forKinds({
  id: 'value/service-selector',
  description: 'a Service that selects labels which no pod can have',
  example: '`selector: { app: "web app" }`',
  kinds: '/Service',
  check: (object) => labelFindings(mapOf(object.spec).selector, ['spec', 'selector']),
});
