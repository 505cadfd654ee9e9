import { at, mapsOf } from '../access';
import { shimmed } from './cert-manager-shim';
import { below, defaults, type FactTable, keyed, sets, table } from './fields';
import type { Group, Kind } from './kind';
import { itself, secret } from './references';

const name = 'gateway.networking.k8s.io';

const routeFields: FactTable = table(
  defaults({ 'spec.parentRefs.*.group': name, 'spec.parentRefs.*.kind': 'Gateway' }),
  below('spec.rules.*.backendRefs.*', defaults({ group: '', kind: 'Service', weight: 1 })),
  below('spec.rules.*.filters.*.requestMirror.backendRef', defaults({ group: '', kind: 'Service' })),
  sets(['spec.hostnames', 'spec.parentRefs']),
);

const route = {
  references: [{ path: 'spec.parentRefs.*', to: [`${name}/Gateway`, '/Service'], namespace: 'namespace' }],
  backends: ['spec.rules.*.backendRefs.*', 'spec.rules.*.filters.*.requestMirror.backendRef'].map((path) => ({
    path,
    shape: 'ref' as const,
  })),
} satisfies Kind;

/** Something accepted by everybody whom it names, and by somebody. */
export const acceptedBy = (list: string) =>
  `size(status.${list}) > 0 && status.${list}.all(p, p.conditions.exists(e, e.type == 'Accepted' && e.status == 'True'))`;

/** What policies may be attached to. */
export const attachable = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'Gateway'].map(
  (kind) => `${name}/${kind}`,
);

const gateway: Kind = {
  references: [
    { path: 'spec.gatewayClassName', to: [`${name}/GatewayClass`], ...itself },
    { path: 'spec.listeners.*.tls.certificateRefs.*', to: secret, namespace: 'namespace' },
  ],
  products: (object) =>
    shimmed(
      object,
      mapsOf(at(object, ['spec', 'listeners'])).flatMap(({ item }) =>
        mapsOf(at(item, ['tls', 'certificateRefs'])).map((ref) => ref.item.name),
      ),
    ),
  fields: table(
    defaults({
      'spec.listeners.*.allowedRoutes': {},
      'spec.listeners.*.allowedRoutes.namespaces': {},
      'spec.listeners.*.allowedRoutes.namespaces.from': 'Same',
      'spec.listeners.*.tls.mode': 'Terminate',
      'spec.listeners.*.tls.certificateRefs.*.group': '',
      'spec.listeners.*.tls.certificateRefs.*.kind': 'Secret',
    }),
    keyed('name', ['spec.listeners'], true),
  ),
};

/** Sources: the reference and the rules in the definitions of the Gateway API 1.3. */
export const gatewayApi: Group = {
  name,
  operator: 'gateway-api',
  kinds: {
    GRPCRoute: { ...route, fields: routeFields },
    Gateway: gateway,
    GatewayClass: { clusterScoped: true, immutable: [{ field: 'spec.controllerName' }] },
    HTTPRoute: {
      ...route,
      references: [
        ...route.references,
        { path: 'spec.rules.*.filters.*.extensionRef', to: ['gateway.envoyproxy.io/HTTPRouteFilter'] },
      ],
      fields: table(
        routeFields,
        defaults({
          'spec.rules.*.matches.*.path.type': 'PathPrefix',
          'spec.rules.*.matches.*.path.value': '/',
          'spec.rules.*.matches.*.headers.*.type': 'Exact',
          'spec.rules.*.matches.*.queryParams.*.type': 'Exact',
        }),
      ),
      readyForFlux: acceptedBy('parents'),
    },
    TCPRoute: route,
    TLSRoute: route,
    UDPRoute: route,
  },
};
