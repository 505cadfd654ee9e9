/** Grafana's name of a unit. */
export type Unit = 'short' | 'percentunit' | 'bytes' | 's' | 'reqps' | 'ops' | 'bool_on_off';

export interface Query {
  readonly expr: string;

  /** @default - Grafana prints all labels */
  readonly legend?: string;
}

/** One picture: values over time, or the last value as a number. */
export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat';
  readonly unit: Unit;
  readonly queries: readonly Query[];

  /** @default - none */
  readonly description?: string;

  /** @default - always green */
  readonly thresholds?: Thresholds;
}

/** Values from which a panel turns orange or red; the same figures that alerts use. */
export interface Thresholds {
  readonly warning?: number;
  readonly critical?: number;
  /** Small values are the bad ones. @default false */
  readonly below?: boolean;
}

/** Panels that belong together, under a heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A page, and the namespaces that people can choose from where its queries ask for some. */
interface Page {
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly namespaces: readonly string[];
}

/** Matcher of the namespaces that are chosen at the top of the page; all of ours, until somebody chooses. */
export const chosenNamespaces = 'namespace=~"$namespace"';

/** A Grafana dashboard as Grafana stores it: everything but its content is decided here. */
export function dashboardJson({ uid, title, rows, namespaces }: Page): string {
  const dashboard = {
    uid,
    title,
    tags: ['bkg'],
    editable: false,
    schemaVersion: 39,
    timezone: 'utc',
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [chosenSource, ...(asksFor(rows, chosenNamespaces) ? [choiceOf(namespaces)] : [])] },
    panels: layout(rows),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

const chosenSource = { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', hide: 0 };

/** A fixed list: what else a Prometheus has in other namespaces is none of ours. */
function choiceOf(namespaces: readonly string[]) {
  return {
    name: 'namespace',
    label: 'Namespace',
    type: 'custom',
    query: namespaces.join(','),
    multi: true,
    includeAll: true,
    current: { text: ['All'], value: ['$__all'] },
    hide: 0,
  };
}

function asksFor(rows: readonly Row[], matcher: string): boolean {
  return rows.some(({ panels }) => panels.some(({ queries }) => queries.some(({ expr }) => expr.includes(matcher))));
}

const gridWidth = 24;
const heights = { row: 1, stat: 4, timeseries: 8 } as const;
const widths = { stat: 6, timeseries: 12 } as const;

/** Places panels from left to right, row by row; numbers follow the order, so they are stable. */
function layout(rows: readonly Row[]): object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { h: heights.row, w: gridWidth, x: 0, y },
    });
    y += heights.row;
    let x = 0;
    let lineHeight = 0;
    for (const panel of panels) {
      const width = widths[panel.kind];
      if (x + width > gridWidth) {
        x = 0;
        y += lineHeight;
        lineHeight = 0;
      }
      const height = heights[panel.kind];
      placed.push({ id: placed.length + 1, ...panelJson(panel), gridPos: { h: height, w: width, x, y } });
      x += width;
      lineHeight = Math.max(lineHeight, height);
    }
    y += lineHeight;
  }
  return placed;
}

/** Grafana puts in the data source that is chosen at the top of the page. */
const datasource = { type: 'prometheus', uid: '$datasource' };

function panelJson({ title, kind, unit, queries, description, thresholds }: Panel) {
  return {
    type: kind,
    title,
    description,
    datasource,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat: legend ?? '__auto',
      ...(kind === 'stat' && { instant: true }),
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds: { mode: 'absolute', steps: steps(thresholds) },
        ...(kind === 'timeseries' && { custom: { thresholdsStyle: { mode: thresholds ? 'line' : 'off' } } }),
      },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'none' }
        : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  };
}

/** Colours from the bottom up. */
function steps({ warning, critical, below }: Thresholds = {}) {
  if (below) {
    return [
      { value: null, color: critical === undefined ? 'orange' : 'red' },
      ...(critical === undefined ? [] : [{ value: critical, color: warning === undefined ? 'green' : 'orange' }]),
      ...(warning === undefined ? [] : [{ value: warning, color: 'green' }]),
    ];
  }
  const rising = [
    ...(warning === undefined ? [] : [{ value: warning, color: 'orange' }]),
    ...(critical === undefined ? [] : [{ value: critical, color: 'red' }]),
  ];
  return [{ value: null, color: 'green' }, ...rising];
}
