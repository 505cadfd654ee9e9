import { at, textOf } from '../../../../kubernetes/access';
import { gatewayMilliseconds, goMilliseconds } from '../../../../kubernetes/durations';
import { forKinds, wrong } from '../for-kinds';

const isGo = (text: string): boolean => goMilliseconds(text) !== undefined;
const isGateway = (text: string): boolean => gatewayMilliseconds(text) !== undefined;
const isFlux = (text: string): boolean => /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/.test(text);

/** Kinds with fields that hold durations, and the form that their operators read. No schema of ours judges these. */
const tables: readonly (readonly [kinds: string, fields: string, form: (text: string) => boolean])[] = [
  ['cert-manager.io/Certificate', 'duration renewBefore', isGo],
  ['external-secrets.io/ExternalSecret external-secrets.io/PushSecret', 'refreshInterval', isGo],
  ['external-secrets.io/ClusterExternalSecret', 'refreshTime externalSecretSpec.refreshInterval', isGo],
  ['kustomize.toolkit.fluxcd.io/Kustomization', 'interval retryInterval timeout', isFlux],
  ['helm.toolkit.fluxcd.io/HelmRelease', 'interval timeout chart.spec.interval', isFlux],
  ['helm.toolkit.fluxcd.io/HelmRelease', 'install.timeout upgrade.timeout rollback.timeout', isFlux],
  [
    ['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket']
      .map((kind) => `source.toolkit.fluxcd.io/${kind}`)
      .join(' '),
    'interval timeout',
    isFlux,
  ],
  [
    'gateway.envoyproxy.io/BackendTrafficPolicy',
    'timeout.http.connectionIdleTimeout timeout.http.maxConnectionDuration timeout.http.requestTimeout ' +
      'timeout.tcp.connectTimeout retry.perRetry.timeout retry.perRetry.backOff.baseInterval ' +
      'retry.perRetry.backOff.maxInterval healthCheck.active.interval healthCheck.active.timeout',
    isGateway,
  ],
  [
    'gateway.envoyproxy.io/ClientTrafficPolicy',
    'timeout.http.idleTimeout timeout.http.requestReceivedTimeout timeout.tcp.idleTimeout',
    isGateway,
  ],
];

const fieldsOf = new Map<string, { path: readonly string[]; holds: (text: string) => boolean }[]>();
for (const [kinds, fields, holds] of tables) {
  for (const kind of kinds.split(' ').map((name) => name.slice(name.indexOf('/') + 1))) {
    const paths = fields.split(' ').map((field) => ({ path: ['spec', ...field.split('.')], holds }));
    fieldsOf.set(kind, [...(fieldsOf.get(kind) ?? []), ...paths]);
  }
}

/** Durations that operators read. */
export const operatorDurations = forKinds({
  id: 'value/duration',
  description: 'a duration that its operator cannot read',
  example: '`refreshInterval: 1d`',
  kinds: tables.map(([kinds]) => kinds).join(' '),
  *check(object) {
    for (const { path, holds } of fieldsOf.get(textOf(object.kind) ?? '') ?? []) {
      const text = at(object, path);
      if (typeof text === 'string' && !holds(text))
        yield wrong(path, `"${text}" is not a valid duration; use h, m and s, as in "24h"`);
    }
  },
});
