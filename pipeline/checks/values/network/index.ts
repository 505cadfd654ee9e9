import type { ObjectRule } from '../../rule';
import { endpointAddresses, endpointPorts } from './endpoint-slice';
import { gatewayHosts, gatewayListeners, gatewayTls } from './gateway';
import { routeBackendPorts, routeMatches, routeParents, routePaths, routeTimeouts } from './http-route';
import { ingressBackends, ingressClassName, ingressEmpty, ingressHosts, ingressPaths } from './ingress';
import { policyBlocks, policyPeers, policyPorts, policySelectors, policyTypes } from './network-policy';
import { routeFilterFields, routeFilterTwice, routePathChanges } from './route-filters';
import { backendTls, grpcMethods, routeHeaders } from './route-lists';
import {
  serviceAffinity,
  serviceClusterIp,
  serviceExternalIps,
  serviceExternalName,
  serviceFamilies,
  serviceLoadBalancer,
  serviceSelector,
  serviceTraffic,
  serviceType,
} from './service';
import {
  serviceNodePorts,
  servicePortNames,
  servicePortNumbers,
  servicePortsMissing,
  servicePortsUnique,
} from './service-ports';

/** Rules about what lets traffic through and where it goes. */
export const networkRules: readonly ObjectRule[] = [
  serviceType,
  servicePortsMissing,
  servicePortNames,
  servicePortNumbers,
  servicePortsUnique,
  serviceNodePorts,
  serviceClusterIp,
  serviceFamilies,
  serviceExternalName,
  serviceAffinity,
  serviceTraffic,
  serviceLoadBalancer,
  serviceExternalIps,
  serviceSelector,
  ingressEmpty,
  ingressHosts,
  ingressPaths,
  ingressBackends,
  ingressClassName,
  policyTypes,
  policyPorts,
  policyPeers,
  policyBlocks,
  policySelectors,
  routePaths,
  routeBackendPorts,
  routeTimeouts,
  routeParents,
  routeMatches,
  routeFilterFields,
  routeFilterTwice,
  routePathChanges,
  routeHeaders,
  grpcMethods,
  backendTls,
  gatewayListeners,
  gatewayTls,
  gatewayHosts,
  endpointAddresses,
  endpointPorts,
];
