import { type Cases, fails, objectsOf } from './case';

const make = objectsOf('networking.k8s.io/v1', 'Ingress');
const backend = { service: { name: 'web', port: { number: 80 } } };
const ingress = (spec: object) => make({ spec: { defaultBackend: backend, ...spec } });
const path = (fields: object) =>
  make({
    spec: {
      rules: [
        {
          host: 'example.org',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend, ...fields }],
          },
        },
      ],
    },
  });
const to = (service: object) =>
  path({
    backend: { service: { name: 'web', port: { name: 'http' }, ...service } },
  });
const resource = { apiGroup: 'example.org', kind: 'Bucket', name: 'files' };
const at = 'spec.rules.0.http.paths.0';

export const ingressCases: Cases = {
  failing: [
    fails('value/ingress-empty', 'spec', make({ spec: { ingressClassName: 'nginx' } })),
    fails('value/ingress-empty', 'spec.rules.0.http.paths', ingress({ rules: [{ http: { paths: [] } }] })),
    fails('value/ingress-host', 'spec.rules.0.host', ingress({ rules: [{ host: '*' }] })),
    fails('value/ingress-host', 'spec.rules.0.host', ingress({ rules: [{ host: '*.*.example.org' }] })),
    fails('value/ingress-host', 'spec.rules.0.host', ingress({ rules: [{ host: 'a.*.example.org' }] })),
    fails('value/ingress-host', 'spec.rules.0.host', ingress({ rules: [{ host: 'Example.org' }] })),
    fails('value/ingress-host', 'spec.rules.0.host', ingress({ rules: [{ host: 'example.org:443' }] })),
    fails('value/ingress-host', 'spec.rules.0.host', ingress({ rules: [{ host: '10.0.0.1' }] })),
    fails('value/ingress-host', 'spec.tls.0.hosts.0', ingress({ tls: [{ hosts: ['a_b.org'] }] })),
    fails(
      'value/ingress-host',
      'spec.tls.0.secretName',
      ingress({ tls: [{ hosts: ['a.org'], secretName: 'My_Tls' }] }),
    ),
    fails('value/ingress-path', `${at}.path`, path({ path: 'api' })),
    fails('value/ingress-path', `${at}.path`, path({ path: '' })),
    fails('value/ingress-path', `${at}.path`, path({ path: '/a//b' })),
    fails('value/ingress-path', `${at}.path`, path({ path: '/a/..' })),
    fails('value/ingress-path', `${at}.path`, path({ path: '/a%2fb', pathType: 'Exact' })),
    fails('value/ingress-path', `${at}.path`, path({ path: 'api', pathType: 'ImplementationSpecific' })),
    fails('value/ingress-path', `${at}.pathType`, path({ pathType: 'prefix' })),
    fails('value/ingress-backend', `${at}.backend`, path({ backend: {} })),
    fails('value/ingress-backend', `${at}.backend`, path({ backend: { ...backend, resource } })),
    fails('value/ingress-backend', `${at}.backend.service.port`, to({ port: {} })),
    fails('value/ingress-backend', `${at}.backend.service.port`, to({ port: { name: 'http', number: 80 } })),
    fails('value/ingress-backend', `${at}.backend.service.port.number`, to({ port: { number: 65_536 } })),
    fails('value/ingress-backend', `${at}.backend.service.port.name`, to({ port: { name: 'HTTP' } })),
    fails('value/ingress-backend', `${at}.backend.service.name`, to({ name: 'web.app' })),
    fails(
      'value/ingress-backend',
      'spec.defaultBackend.service.port',
      ingress({ defaultBackend: { service: { name: 'web' } } }),
    ),
    fails(
      'value/ingress-backend',
      `${at}.backend.resource.name`,
      path({ backend: { resource: { ...resource, name: 'a/b' } } }),
    ),
    fails('value/ingress-class-name', 'spec.ingressClassName', ingress({ ingressClassName: 'Nginx' })),
    fails(
      'value/ingress-class-name',
      'metadata.annotations.kubernetes.io/ingress.class',
      make({
        metadata: {
          name: 'web',
          namespace: 'default',
          annotations: { 'kubernetes.io/ingress.class': 'nginx' },
        },
        spec: { defaultBackend: backend, ingressClassName: 'traefik' },
      }),
    ),
  ],
  passing: [
    ingress({}),
    ingress({ rules: [{ host: '*.example.org' }, { host: '' }] }),
    ingress({
      tls: [{ hosts: ['*.example.org', 'a.org'], secretName: 'tls' }, {}],
    }),
    path({ path: '/.well-known/a', pathType: 'Exact' }),
    path({ path: undefined, pathType: 'ImplementationSpecific' }),
    path({ path: '/a//b(/|$)(.*)', pathType: 'ImplementationSpecific' }),
    path({ backend: { resource } }),
    to({ port: { name: 'http', number: 0 } }),
    ingress({ ingressClassName: 'nginx.internal' }),
  ],
};
