import { at, type Data, listOf, mapsOf } from '../access';
import { shimmed } from './cert-manager-shim';
import { defaults, keyed, sets, table } from './fields';
import type { Group, Kind } from './kind';
import { configMap, itself, secret } from './references';

/**
 * Annotations of ingress-nginx that name something. Where a bare name is not enough, the controller looks the text up as it
 * is, or takes it apart with `ParseNameNS` (ingress-nginx 1.15, internal/ingress/annotations: customheaders, authreq, authtls,
 * proxyssl; auth and fastcgi add the namespace of the Ingress).
 */
const nginxAnnotations = (
  [
    ['auth-proxy-set-headers', configMap, 'always'],
    ['custom-headers', configMap, 'always'],
    ['fastcgi-params-configmap', configMap, 'maybe'],
    ['auth-secret', secret, 'maybe'],
    ['auth-tls-secret', secret, 'always'],
    ['proxy-ssl-secret', secret, 'always'],
  ] as const
).map(([name, to, qualified]) => ({
  path: 'metadata.annotations',
  name: `nginx.ingress.kubernetes.io/${name}`,
  to,
  qualified,
}));

const ingress: Kind = {
  references: [
    { path: 'spec.ingressClassName', to: ['networking.k8s.io/IngressClass'], ...itself },
    { path: 'spec.tls.*', to: secret, name: 'secretName' },
    ...nginxAnnotations,
  ],
  backends: [
    { path: 'spec.defaultBackend.service', shape: 'ingress' },
    { path: 'spec.rules.*.http.paths.*.backend.service', shape: 'ingress' },
  ],
  products: (object) =>
    shimmed(
      object,
      mapsOf(at(object, ['spec', 'tls'])).map(({ item }) => item.secretName),
    ),
  fields: table(keyed('host', ['spec.rules'], true), sets(['spec.tls', 'spec.tls.*.hosts'])),
};

/** Sources: as for the core group. */
export const networking: Group = {
  name: 'networking.k8s.io',
  kinds: {
    IPAddress: { clusterScoped: true, names: 'any' },
    Ingress: ingress,
    IngressClass: { clusterScoped: true, immutable: [{ field: 'spec.controller' }] },
    NetworkPolicy: {
      fields: table(
        defaults({
          'spec.policyTypes': ({ egress }: Data) => (listOf(egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']),
          'spec.ingress|egress.*.ports.*.protocol': 'TCP',
        }),
        sets(['spec.policyTypes', 'spec.ingress', 'spec.egress', 'spec.ingress.*.from', 'spec.egress.*.to']),
        sets(['spec.ingress|egress.*.ports']),
      ),
    },
    ServiceCIDR: { clusterScoped: true },
  },
};
