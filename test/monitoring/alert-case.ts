import { namespaceOf, type Place } from '../../charts/places';
import type { Environment } from '../../settings/types';

/** Series → its samples, in promtool's notation. */
export type Series = Readonly<Record<string, string>>;

/** What Prometheus knows, and when it is asked. */
export interface Moment {
  readonly given: Series;
  /** Time since the first sample. */
  readonly at: string;
}

/** One alert: when it fires, and when something like it must not wake anybody. */
export interface AlertCase {
  /** Time between two samples and between two evaluations. @default '1m' */
  readonly every?: '1m' | '5m' | '10m';

  readonly fires: Moment & {
    /** Labels of every alert that fires, without those of the rule. */
    readonly labels: readonly Readonly<Record<string, string>>[];
    /** How `$value` reads in the texts. @default - the texts do not print it */
    readonly shown?: string;
  };

  readonly quiet: Moment & { readonly because: string };
}

/** Cases by alert; an environment runs those whose alerts it has. */
export type CaseTable = (env: Environment) => Readonly<Record<string, AlertCase>>;

/** A series with its labels. */
export function series(metric: string, labels: Readonly<Record<string, string>> = {}): string {
  const text = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `${metric}{${text.join(',')}}`;
}

/** Labels of a place's main container in its only pod. */
export function containerOf(env: Environment, place: Place) {
  return { namespace: namespaceOf(env, place), pod: `${place}-0`, container: place };
}

/** Labels that scraping one of our targets gives. */
export function scraped(env: Environment, job: string, place: Place) {
  return { job, namespace: namespaceOf(env, place), pod: `${job}-0`, instance: '10.0.0.1:1' };
}
