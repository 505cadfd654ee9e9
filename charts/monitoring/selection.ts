import { environmentLabel } from '../../settings/facts/labels';
import type { Environment } from '../../settings/types';
import { namespaceOf, type Place, placesOf } from '../places';

/**
 * Labels that make our instance pick up an object: all of ours carry them, and the environment keeps two of them in
 * one cluster apart.
 */
export function instanceLabels(env: Environment): Record<string, string> {
  return { 'app.kubernetes.io/part-of': 'bkg', [environmentLabel]: env.name };
}

/** Labels that make an existing Prometheus pick up monitors and rules; our own needs none. */
export function selectorLabels(env: Environment): Record<string, string> {
  const { prometheus } = env.monitoring;
  return { ...(prometheus.mode === 'existing' && prometheus.existing.selectorLabels) };
}

/**
 * Selects a recorded series. Several environments may share a Prometheus, so each carries its environment's name;
 * `matchers` narrow it down further.
 */
export function recorded(env: Environment, name: string, matchers = ''): string {
  return `${name}{environment="${env.name}"${matchers && `,${matchers}`}}`;
}

/** The platform's namespaces. */
export function namespacesOf(env: Environment): string[] {
  return placesOf(env).map((place) => namespaceOf(env, place));
}

/** Matcher of the platform's namespaces, for expressions. */
export function ours(env: Environment): string {
  return `namespace=~"${namespacesOf(env).join('|')}"`;
}

/**
 * Matchers of the platform's namespaces where the source's own label may have been renamed. A scrape that does not honour
 * labels, as the one of External Secrets' Helm chart, gives `namespace` to the operator's pod and leaves ours as
 * `exported_namespace`.
 */
export function oursHoweverScraped(env: Environment): { readonly honoured: string; readonly renamed: string } {
  return { honoured: ours(env), renamed: `exported_${ours(env)}` };
}

/** Matcher of one namespace. */
export function within(env: Environment, place: Place): string {
  return `namespace="${namespaceOf(env, place)}"`;
}

/** A pattern that matches these texts literally; `[.]` needs no escaping inside PromQL strings. */
export function anyOf(...texts: string[]): string {
  return texts.map((text) => text.replaceAll('.', '[.]')).join('|');
}
