import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { prometheusMilliseconds } from '../../../../kubernetes/durations';
import { forKinds, wrong } from '../for-kinds';
import { selectorFindings } from '../metadata/selectors';

const group = 'monitoring.coreos.com';
const kinds = `${group}/ServiceMonitor ${group}/PodMonitor`;

function endpointsOf(object: Data) {
  const field = object.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  return mapsOf(mapOf(object.spec)[field]).map(({ item, index }) => ({
    endpoint: item,
    path: ['spec', field, index],
  }));
}

/** What a monitor selects. */
export const monitorSelectors = forKinds({
  id: 'value/monitor-selector',
  description: 'a selector of a monitor that no label can match, or whose operator does not fit its values',
  example: '`matchExpressions: [{ key: app, operator: In }]`',
  kinds: `${kinds} ${group}/Probe`,
  check: (object) => selectorFindings(mapOf(object.spec).selector, ['spec', 'selector']),
});

/** How often a target is asked, and how long Prometheus waits. */
export const scrapeTimeout = forKinds({
  id: 'value/scrape-timeout',
  description: 'a monitor whose timeout is longer than its interval',
  example: '`{ interval: 10s, scrapeTimeout: 30s }`',
  kinds,
  *check(object) {
    for (const { endpoint, path } of endpointsOf(object)) {
      const interval = prometheusMilliseconds(textOf(endpoint.interval) ?? '');
      const timeout = prometheusMilliseconds(textOf(endpoint.scrapeTimeout) ?? '');
      if (interval !== undefined && timeout !== undefined && interval > 0 && timeout > interval)
        yield wrong([...path, 'scrapeTimeout'], `is longer than the interval ${String(endpoint.interval)}; shorten it`);
    }
  },
});

/** Who Prometheus says it is. */
export const scrapeAuthorization = forKinds({
  id: 'value/scrape-authorization',
  description: 'an endpoint of a monitor with two ways to authenticate',
  example: '`basicAuth` beside `oauth2`',
  kinds,
  *check(object) {
    for (const { endpoint, path } of endpointsOf(object)) {
      const ways = ['basicAuth', 'authorization', 'oauth2'].filter((field) => (endpoint[field] ?? null) !== null);
      if (ways.length > 1) yield wrong([...path, ways[1] ?? ''], `excludes "${ways[0]}"; keep one`);
    }
  },
});

const intoLabel = new Set(['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal']);

/** How labels are rewritten. */
export const relabelings = forKinds({
  id: 'value/relabeling',
  description: 'a relabeling without the label that it writes, or a hash without modulus',
  example: '`{ action: replace, replacement: x }`',
  kinds,
  *check(object) {
    for (const { endpoint, path } of endpointsOf(object)) {
      for (const field of ['relabelings', 'metricRelabelings']) {
        for (const { item, index } of mapsOf(endpoint[field])) yield* relabelFindings(item, [...path, field, index]);
      }
    }
  },
});

function* relabelFindings({ action, targetLabel, modulus }: Data, path: FieldPath): Generator<Finding> {
  const name = (textOf(action) || 'replace').toLowerCase();
  if (intoLabel.has(name) && !textOf(targetLabel)) yield wrong(path, `"${name}" writes a label; set "targetLabel"`);
  if (name === 'hashmod' && !modulus) yield wrong(path, '"hashmod" needs "modulus"; set it');
}
