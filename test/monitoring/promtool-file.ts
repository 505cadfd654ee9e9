import type { Rule } from '../support/monitoring';
import { metricNames } from '../support/promql';
import type { AlertCase, Moment } from './alert-case';

/** A rule that alerts, with everything it says. */
export type AlertRule = Rule & Required<Pick<Rule, 'alert' | 'annotations'>>;

/** One case of one alert, ready to be run. */
export interface Check {
  readonly title: string;
  readonly rule: AlertRule;
  readonly moment: Moment;
  /** None: the alert must stay quiet. */
  readonly fires?: AlertCase['fires'];
}

/** Both cases of an alert. */
export function checksOf(rule: AlertRule, { fires, quiet }: AlertCase): Check[] {
  return [
    { title: `${rule.alert} fires`, rule, moment: fires, fires },
    { title: `${rule.alert} stays quiet: ${quiet.because}`, rule, moment: quiet },
  ];
}

/** An alert and the recordings that it needs, directly or through others, in their order. */
export function neededRules(rule: AlertRule, all: readonly Rule[]): Rule[] {
  const needed = new Set<Rule>([rule]);
  for (const one of needed) {
    const names = metricNames(one.expr);
    for (const other of all) if (other.record && names.includes(other.record)) needed.add(other);
  }
  return all.filter((one) => needed.has(one));
}

/** Checks of rules in another file, as promtool reads them. */
export function promtoolFile(rulesFile: string, every: string, checks: readonly Check[]) {
  return {
    rule_files: [rulesFile],
    evaluation_interval: every,
    tests: checks.map(({ title, rule, moment, fires }) => ({
      name: title,
      interval: every,
      input_series: Object.entries(moment.given).map(([series, values]) => ({ series, values })),
      alert_rule_test: [
        {
          eval_time: moment.at,
          alertname: rule.alert,
          exp_alerts: (fires?.labels ?? []).map((labels) => ({
            exp_labels: { ...labels, ...rule.labels },
            exp_annotations: Object.fromEntries(
              Object.entries(rule.annotations).map(([name, text]) => [name, filled(text, labels, fires?.shown)]),
            ),
          })),
        },
      ],
    })),
  };
}

/** What Prometheus makes of a text; the value is as the case says it is shown. */
function filled(text: string, labels: Readonly<Record<string, string>>, shown = ''): string {
  return text
    .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_all, name: string) => labels[name] ?? '')
    .replace(/\{\{ \$value[^}]*\}\}/g, shown);
}
