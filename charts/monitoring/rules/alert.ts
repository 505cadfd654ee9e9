import type { Environment } from '../../../settings/types';

/** Something that somebody has to know, and how it is recognised. */
export interface Alert {
  /** Also the anchor of its section in the runbook. */
  readonly name: string;
  readonly expr: string;
  /** How long it must last. */
  readonly for: string;
  /** `critical` wakes somebody, `warning` is work for today, `info` is only shown. */
  readonly severity: 'critical' | 'warning' | 'info';
  /** One line for a phone. */
  readonly summary: string;
  /** What it means and what to look at first. */
  readonly description: string;
}

/** A query that is used more than once: evaluated once, and kept under a name with the environment as a label. */
export interface Recording {
  /** `level:metric:operation`, as Prometheus recommends. */
  readonly record: string;
  readonly expr: string;
}

/** Alerts about one subject: one PrometheusRule, one runbook page of the same name. */
export interface AlertGroup {
  readonly subject: string;
  /** None when the environment lacks what they are about, or the metrics to see it. */
  readonly alerts: (env: Environment) => readonly Alert[];
  /** Evaluated before the alerts; dashboards may use them too. @default - none */
  readonly recordings?: (env: Environment) => readonly Recording[];
}

/** Where people read what to do: a link where the repository is browsable, a path in it otherwise. */
export function runbookUrl(env: Environment, subject: string, alert: string): string {
  const page = `docs/runbooks/${subject}.md#${alert.toLowerCase()}`;
  const { repository, branch } = env.delivery;
  return repository.startsWith('https://') ? `${repository.replace(/\.git$/, '')}/blob/${branch}/${page}` : page;
}
