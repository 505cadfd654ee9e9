import type { Manifest } from '../../charts/component';
import { metrics, metricsOf } from '../../charts/monitoring/metrics';
import { type Source, sourcesOf } from '../../charts/monitoring/sources';
import type { Environment } from '../../settings/types';
import { alertsOf, dashboardsOf, rulesOf } from './monitoring';
import { analyse, type LabelsOf, metricNames } from './promql';

/** What a rendered object makes Prometheus scrape, by kind and name, where that is not the source of its own name. */
const scraped: Readonly<Record<string, readonly Source[]>> = {
  'PodMonitor bkg-db': ['cloudnative-pg', 'barman-cloud-plugin'],
  'PodMonitor prometheus': ['prometheus-itself'],
};

/** Kinds of the objects that make Prometheus scrape something. */
const scrapers = ['PodMonitor', 'Probe', 'ScrapeConfig', 'ServiceMonitor'];

/** The rendered objects without which Prometheus would scrape less. */
export function scrapersOf(objects: readonly Manifest[]): Manifest[] {
  return objects.filter(({ kind }) => scrapers.includes(kind));
}

/** The metrics that the rendered objects bring into Prometheus, and those that an existing one has anyway. */
function exposedBy(objects: readonly Manifest[], env: Environment): Set<string> {
  const names = scrapersOf(objects).flatMap((object): readonly string[] => ['up', ...namesOf(object)]);
  return new Set([...names, ...outside(env).flatMap(metricsOf)]);
}

function namesOf({ kind, metadata, spec }: Manifest): readonly string[] {
  if (kind === 'Probe') return metricsOf('blackbox-exporter');
  if (kind === 'ScrapeConfig') {
    const { params } = spec as { params: { 'match[]': string[] } };
    return params['match[]'].flatMap((match) => /^\{__name__=~"([^"]+)"/.exec(match)?.[1]?.split('|') ?? []);
  }
  return (scraped[`${kind} ${metadata.name}`] ?? [metadata.name as Source]).flatMap(metricsOf);
}

/** What no object of ours brings in: an existing Prometheus sees the cluster by itself; promises are promises. */
function outside(env: Environment): Source[] {
  const cluster: Source[] = [
    'argocd',
    'cert-manager',
    'envoy-gateway',
    'external-secrets',
    'flux',
    'ingress-nginx',
    'kube-state-metrics',
    'kubelet',
  ];
  const existing = env.monitoring.prometheus.mode === 'existing' ? cluster : [];
  return [...sourcesOf(env)].filter((source) => source === 'promised' || existing.includes(source));
}

/** A use of PromQL, with the labels that its texts print. */
interface Use {
  readonly where: string;
  readonly expr: string;
  readonly printed: readonly string[];
}

function usesOf(objects: readonly Manifest[]): Use[] {
  const alerts = alertsOf(objects).map(({ alert, expr, annotations }) => {
    const texts = Object.values(annotations).join(' ');
    return { where: alert, expr, printed: [...texts.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label) };
  });
  const recordings = rulesOf(objects).flatMap(({ record, expr }) =>
    record ? [{ where: record, expr, printed: [] }] : [],
  );
  const panels = dashboardsOf(objects).flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr, legendFormat }) => ({
        where: `${uid}: ${title}`,
        expr,
        printed: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
      })),
    ),
  );
  return [...recordings, ...alerts, ...panels];
}

/** The expressions of all rules and panels. */
export function expressionsOf(objects: readonly Manifest[]): string[] {
  return usesOf(objects).map(({ expr }) => expr);
}

/**
 * What rules and dashboards use although nothing rendered exposes it: metrics, labels and jobs, each with the alert,
 * recording or panel that would stay silent or empty.
 */
export function unexposed(objects: readonly Manifest[], env: Environment): string[] {
  const exposed = exposedBy(objects, env);
  const recorded = new Map<string, readonly string[]>();
  const labelsOf: LabelsOf = (name) =>
    recorded.get(name) ?? (exposed.has(name) ? metrics.get(name)?.labels : undefined);
  for (const { record, expr } of rulesOf(objects)) {
    if (record) recorded.set(record, [...(analyse(expr, labelsOf).labels ?? []), 'environment']);
  }
  const jobs = new Set(scrapersOf(objects).map(({ metadata }) => metadata.name));
  return usesOf(objects).flatMap(({ where, expr, printed }) => {
    const { labels = [], problems } = analyse(expr, labelsOf);
    const unknown = printed.filter((label) => !labels.includes(label)).map((label) => `prints absent label ${label}`);
    return [...problems, ...unknown, ...absentJobs(expr, jobs)].map((problem) => `${where}: ${problem}`);
  });
}

function absentJobs(expression: string, jobs: ReadonlySet<string>): string[] {
  return [...expression.matchAll(/\bjob=~?"([^"]+)"/g)]
    .flatMap(([, names = '']) => names.split('|'))
    .filter((name) => !jobs.has(name))
    .map((name) => `nothing is scraped as ${name}`);
}

/** The recorded and catalogued metrics of all rules and panels. */
export function metricsUsed(objects: readonly Manifest[]): string[] {
  return [...new Set(expressionsOf(objects).flatMap(metricNames))];
}
