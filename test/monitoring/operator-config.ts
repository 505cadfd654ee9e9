import type { Manifest } from '../../charts/component';

/** The parts of an AlertmanagerConfig that we render; anything else is refused below. */
interface Spec {
  readonly route: Route;
  readonly inhibitRules: readonly InhibitRule[];
  readonly receivers: readonly Receiver[];
}

interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly matchType: string;
}

interface Route {
  readonly receiver: string;
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly matchers?: readonly Matcher[];
  readonly routes?: readonly Route[];
}

interface InhibitRule {
  readonly sourceMatch: readonly Matcher[];
  readonly targetMatch: readonly Matcher[];
  readonly equal: readonly string[];
}

interface Receiver {
  readonly name: string;
  readonly webhookConfigs?: readonly { readonly urlSecret: object; readonly sendResolved: boolean }[];
}

/**
 * What prometheus-operator 0.91 makes of an AlertmanagerConfig that is the global configuration: names get a prefix,
 * fields other names, nothing is limited to a namespace (`initializeFromAlertmanagerConfig` and `convert…` in
 * pkg/alertmanager/amcfg.go). This is our reading of it, not the operator itself; a field it does not know is an error.
 */
export function operatorConfig({ metadata, spec }: Manifest, webhookUrl: string): object {
  const prefixed = (name: string) => `${metadata.namespace}/${metadata.name}/${name}`;
  const { route, inhibitRules, receivers } = only(spec as Spec, ['route', 'inhibitRules', 'receivers']);
  return {
    route: routeOf(route),
    inhibit_rules: inhibitRules.map((rule) => {
      const { sourceMatch, targetMatch, equal } = only(rule, ['sourceMatch', 'targetMatch', 'equal']);
      return { source_matchers: sourceMatch.map(matcher), target_matchers: targetMatch.map(matcher), equal };
    }),
    receivers: receivers.map((receiver) => {
      const { name, webhookConfigs = [] } = only(receiver, ['name', 'webhookConfigs']);
      return {
        name: prefixed(name),
        webhook_configs: webhookConfigs.map((webhook) => {
          const { sendResolved } = only(webhook, ['urlSecret', 'sendResolved']);
          return { url: webhookUrl, send_resolved: sendResolved };
        }),
      };
    }),
  };

  function routeOf(one: Route): object {
    const fields = [
      'receiver',
      'groupBy',
      'groupWait',
      'groupInterval',
      'repeatInterval',
      'matchers',
      'routes',
    ] as const;
    const { receiver, groupBy, groupWait, groupInterval, repeatInterval, matchers, routes } = only(one, fields);
    return {
      receiver: prefixed(receiver),
      ...(groupBy && { group_by: groupBy }),
      ...(groupWait && { group_wait: groupWait }),
      ...(groupInterval && { group_interval: groupInterval }),
      ...(repeatInterval && { repeat_interval: repeatInterval }),
      ...(matchers && { matchers: matchers.map(matcher) }),
      ...(routes && { routes: routes.map(routeOf) }),
    };
  }
}

function matcher({ name, value, matchType }: Matcher): string {
  return `${name}${matchType}${JSON.stringify(value)}`;
}

function only<T extends object>(object: T, fields: readonly (keyof T)[]): T {
  const unknown = Object.keys(object).filter((field) => !fields.includes(field as keyof T));
  if (unknown.length > 0) throw new Error(`say in operator-config.ts what the operator makes of ${unknown.join(', ')}`);
  return object;
}
