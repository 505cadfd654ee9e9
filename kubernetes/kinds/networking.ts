import { at, type Data, listOf, mapsOf } from '../access';
import { shimmed } from './cert-manager-shim';
import { defaults, keyed, sets, table } from './fields';
import type { Group, Kind } from './kind';
import { configMap, itself, secret } from './references';

/** Annotations of ingress-nginx that name something, bare or with its namespace (internal/ingress/annotations). */
const nginxAnnotations = [
  ...['auth-proxy-set-headers', 'custom-headers', 'fastcgi-params-configmap'].map((name) => [name, configMap] as const),
  ...['auth-secret', 'auth-tls-secret', 'proxy-ssl-secret'].map((name) => [name, secret] as const),
].map(([name, to]) => ({
  path: 'metadata.annotations',
  name: `nginx.ingress.kubernetes.io/${name}`,
  to,
  qualified: true,
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
