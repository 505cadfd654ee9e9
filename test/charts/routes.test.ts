import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../charts/component';
import { securityHeaders } from '../../charts/routes/security-headers';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import type { Environment } from '../../settings/types';
import { environment, manifests, ROOT } from '../support/environments';

const annotation = 'nginx.ingress.kubernetes.io/custom-headers';

/** The headers that each public route adds, by its name: what a filter sets, or the ConfigMap that an annotation names. */
function headersOf(env: Environment): Record<string, Record<string, unknown>> {
  const objects = manifests(env);
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'Ingress');
  return Object.fromEntries(
    routes.map((route) => [
      route.metadata.name,
      route.kind === 'HTTPRoute' ? headersInFilters(route) : headersInConfigMap(route, objects),
    ]),
  );
}

function headersInFilters({ spec }: Manifest): Record<string, unknown> {
  const filters = mapsOf(mapOf(spec).rules).flatMap(({ item }) => mapsOf(item.filters));
  const set = filters.flatMap(({ item }) => mapsOf(at(item, ['responseHeaderModifier', 'set'])));
  return Object.fromEntries(set.map(({ item }) => [item.name, item.value]));
}

function headersInConfigMap({ metadata }: Manifest, objects: readonly Manifest[]): Record<string, unknown> {
  const named = metadata.annotations?.[annotation];
  if (named === undefined) return {};
  // Only ConfigMaps of its own namespace are read, and only by their full name.
  const found = objects.find(
    (object) => object.kind === 'ConfigMap' && `${object.metadata.namespace}/${object.metadata.name}` === named,
  );
  expect(found?.metadata.namespace).toBe(metadata.namespace);
  return { ...mapOf(found?.data) };
}

const page = { 'Cache-Control': 'private, no-store' };
const own = { securityHeaders: false, securityHeadersReason: 'the image sends its own' };
const api = ['cave-daemon', 'cave-daemon-auth', 'cave-daemon-health', 'cave-daemon-models', 'cave-daemon-sessions'];

describe.each([
  ['ingress', 'dev'],
  ['gateway', 'production'],
] as const)('route.kind: %s', (kind, name) => {
  test.each([
    ['both sites', {}, [true, true]],
    ['the site of tenants only', { adminUi: own }, [false, true]],
    ['the site of operators only', { webApp: own }, [true, false]],
    ['neither', { adminUi: own, webApp: own }, [false, false]],
  ] as const)('adds security headers to %s', (_who, changes, [admin, app]) => {
    const env = environment(name, changes);
    expect(env.route.kind).toBe(kind);
    const site = (ui: string, isOn: boolean) => ({
      [ui]: { ...page, ...(isOn && securityHeaders) },
      [`${ui}-assets`]: isOn ? securityHeaders : {},
    });
    expect(headersOf(env)).toEqual({
      ...site('admin-ui', admin),
      ...site('web-app', app),
      ...Object.fromEntries(api.map((route) => [route, {}])),
    });
  });
});

test('an ingress controller that may set no headers is asked for none', () => {
  const headers = headersOf(environment('dev', { route: { customHeaders: false } }));
  expect(Object.values(headers).filter((one) => Object.keys(one).length > 0)).toEqual([]);
});

test('an Ingress changes with its headers, because the controller reads them only then', () => {
  const digestOf = (changes: Parameters<typeof environment>[1]) =>
    manifests(environment('dev', changes), 'web-app').find(
      ({ metadata }) => metadata.name === 'web-app' && 'annotations' in metadata && metadata.annotations?.[annotation],
    )?.metadata.annotations?.['bkg.dev/config-digest'];
  expect(digestOf({})).toMatch(/^[0-9a-f]+$/);
  expect(digestOf({ webApp: own })).not.toBe(digestOf({}));
});

test('pages may be framed by nobody', () => {
  expect(securityHeaders['Content-Security-Policy']?.split('; ')).toContain("frame-ancestors 'none'");
});

/** As its source has them (internal/ingress/annotations/customheaders/main.go); what does not fit is a 503. */
test('ingress-nginx takes every name and value, and README.md has it allow them', () => {
  const all = { ...page, ...securityHeaders };
  for (const [name, value] of Object.entries(all)) {
    expect(name).toMatch(/^[a-zA-Z\d\-_]+$/);
    expect(value).toMatch(/^[a-zA-Z\d_ :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/);
  }
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const allowed = /`global-allowed-response-headers: ([^`]*)`/.exec(readme)?.[1]?.split(',');
  expect(allowed).toEqual(Object.keys(all).sort());
});
