import { type Cases, fails, objectsOf } from './case';

const api = 'gateway.networking.k8s.io/v1';
const makeRoute = objectsOf(api, 'HTTPRoute');
const makeGateway = objectsOf(api, 'Gateway');
const backend = { name: 'web', port: 80 };
const rule = (fields: object) => makeRoute({ spec: { rules: [{ backendRefs: [backend], ...fields }] } });
const path = (fields: object) => rule({ matches: [{ path: { type: 'PathPrefix', value: '/', ...fields } }] });
const parents = (...refs: object[]) =>
  makeRoute({
    spec: { parentRefs: refs.map((ref) => ({ name: 'public', ...ref })) },
  });
const filters = (...list: object[]) => makeRoute({ spec: { rules: [{ filters: list }] } });
const redirect = (fields: object = {}) => ({
  type: 'RequestRedirect',
  requestRedirect: { statusCode: 301, ...fields },
});
const header = {
  type: 'RequestHeaderModifier',
  requestHeaderModifier: { remove: ['x-debug'] },
};
const rewrite = (change: object) => ({
  type: 'URLRewrite',
  urlRewrite: { path: change },
});
const prefix = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' };
const gateway = (...listeners: object[]) =>
  makeGateway({
    spec: {
      gatewayClassName: 'envoy',
      listeners: listeners.map((one) => ({
        name: 'http',
        port: 80,
        protocol: 'HTTP',
        ...one,
      })),
    },
  });
const tls = { certificateRefs: [{ name: 'tls' }] };

export const gatewayCases: Cases = {
  failing: [
    fails('value/route-path', 'spec.rules.0.matches.0.path.value', path({ value: 'api' })),
    fails('value/route-path', 'spec.rules.0.matches.0.path.value', path({ value: '/a//b' })),
    fails('value/route-path', 'spec.rules.0.matches.0.path.value', path({ value: '/a#b' })),
    fails('value/route-path', 'spec.rules.0.matches.0.path.value', path({ value: '/a/..' })),
    fails('value/route-path', 'spec.rules.0.matches.0.path.value', path({ value: '/a b', type: 'Exact' })),
    fails('value/route-backend-port', 'spec.rules.0.backendRefs.0', rule({ backendRefs: [{ name: 'web' }] })),
    fails(
      'value/route-backend-port',
      'spec.rules.0.filters.0.requestMirror.backendRef',
      rule({
        filters: [
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: { name: 'web' } },
          },
        ],
      }),
    ),
    fails(
      'value/route-timeout',
      'spec.rules.0.timeouts.backendRequest',
      rule({ timeouts: { request: '5s', backendRequest: '1m' } }),
    ),
    fails('value/route-parent', 'spec.parentRefs.1', parents({}, {})),
    fails('value/route-parent', 'spec.parentRefs.1', parents({ sectionName: 'a' }, {})),
    fails('value/route-parent', 'spec.parentRefs.1', parents({ sectionName: 'a' }, { sectionName: 'a' })),
    fails(
      'value/route-matches',
      'spec.rules',
      makeRoute({
        spec: {
          rules: Array.from({ length: 3 }, (_, index) => ({
            matches: Array.from({ length: 50 }, (_, at) => ({
              path: { value: `/${index}/${at}` },
            })),
          })),
        },
      }),
    ),
    fails('value/route-filter', 'spec.rules.0.filters.0', filters({ type: 'RequestRedirect' })),
    fails('value/route-filter', 'spec.rules.0.filters.0.urlRewrite', filters({ ...redirect(), urlRewrite: {} })),
    fails('value/route-filter-twice', 'spec.rules.0.filters.1', filters(header, header)),
    fails(
      'value/route-filter-twice',
      'spec.rules.0.filters.0',
      filters(redirect(), rewrite({ type: 'ReplaceFullPath', replaceFullPath: '/' })),
    ),
    fails('value/route-filter-twice', 'spec.rules.0.backendRefs', rule({ filters: [redirect()] })),
    fails(
      'value/route-path-change',
      'spec.rules.0.filters.0.urlRewrite.path',
      filters(rewrite({ type: 'ReplaceFullPath' })),
    ),
    fails(
      'value/route-path-change',
      'spec.rules.0.filters.0.urlRewrite.path.replacePrefixMatch',
      filters(
        rewrite({
          type: 'ReplaceFullPath',
          replaceFullPath: '/',
          replacePrefixMatch: '/',
        }),
      ),
    ),
    fails(
      'value/route-path-change',
      'spec.rules.0.matches',
      rule({
        filters: [rewrite(prefix)],
        matches: [{ path: { type: 'Exact', value: '/a' } }],
      }),
    ),
    fails(
      'value/route-path-change',
      'spec.rules.0.matches',
      rule({
        filters: [rewrite(prefix)],
        matches: [{ path: { value: '/a' } }, { path: { value: '/b' } }],
      }),
    ),
    fails('value/gateway-listener-twice', 'spec.listeners.1.name', gateway({}, { port: 81 })),
    fails('value/gateway-listener-twice', 'spec.listeners.1', gateway({}, { name: 'web' })),
    fails('value/gateway-tls', 'spec.listeners.0.tls', gateway({ tls })),
    fails(
      'value/gateway-tls',
      'spec.listeners.0.tls.mode',
      gateway({ protocol: 'HTTPS', tls: { mode: 'Passthrough' } }),
    ),
    fails('value/gateway-tls', 'spec.listeners.0', gateway({ protocol: 'TLS' })),
    fails('value/gateway-tls', 'spec.listeners.0.tls', gateway({ protocol: 'HTTPS', tls: {} })),
    fails('value/gateway-hostname', 'spec.listeners.0.hostname', gateway({ protocol: 'TCP', hostname: 'example.org' })),
  ],
  passing: [
    rule({}),
    path({ type: 'RegularExpression', value: 'a//b#' }),
    path({ type: 'Exact', value: '/a/%20b/.c?'.replace('?', '') }),
    rule({
      backendRefs: [{ name: 'files', group: 'example.org', kind: 'Bucket' }],
    }),
    rule({ timeouts: { request: '0s', backendRequest: '10s' } }),
    rule({ timeouts: { request: '1m', backendRequest: '60s' } }),
    parents({ sectionName: 'a' }, { sectionName: 'b' }, { name: 'private' }, { namespace: 'other' }),
    filters(redirect({ path: prefix })),
    rule({
      filters: [rewrite(prefix)],
      matches: [{ path: { type: 'PathPrefix', value: '/a' } }],
    }),
    rule({
      filters: [rewrite(prefix)],
      matches: [{ headers: [{ name: 'a', value: 'b' }] }],
    }),
    rule({
      filters: [
        header,
        { type: 'RequestMirror', requestMirror: { backendRef: backend } },
        { type: 'RequestMirror', requestMirror: { backendRef: backend } },
      ],
    }),
    gateway({}, { name: 'https', port: 443, protocol: 'HTTPS', tls }),
    gateway({ hostname: 'a.org' }, { name: 'b', hostname: 'b.org' }),
    gateway({ protocol: 'TLS', tls: { mode: 'Passthrough' }, port: 443 }),
    gateway({
      protocol: 'HTTPS',
      tls: { options: { 'example.org/cert': 'x' } },
    }),
    gateway({ protocol: 'TCP' }, { name: 'udp', protocol: 'UDP' }),
    objectsOf(
      api,
      'ReferenceGrant',
    )({
      spec: {
        from: [
          {
            group: 'gateway.networking.k8s.io',
            kind: 'HTTPRoute',
            namespace: 'web',
          },
        ],
        to: [{ group: '', kind: 'Service' }],
      },
    }),
  ],
};
