import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';
import { promqlMistake, type PromqlMistake } from './promql';
import { unknownFunctions } from './rule-templates';

const kinds = 'monitoring.coreos.com/PrometheusRule';

function groupsOf(object: Data) {
  return mapsOf(mapOf(object.spec).groups).map(({ item, index }) => ({
    group: item,
    path: ['spec', 'groups', index],
  }));
}

function rulesOf(object: Data): { rule: Data; path: FieldPath }[] {
  return groupsOf(object).flatMap(({ group, path }) =>
    mapsOf(group.rules).map(({ item, index }) => ({
      rule: item,
      path: [...path, 'rules', index],
    })),
  );
}

/** Groups can be told apart. */
export const ruleGroups = forKinds({
  id: 'value/rule-group',
  description: 'a group of Prometheus rules without a name, or with one that is taken in the same object',
  example: 'two groups `name: web`',
  kinds,
  *check(object) {
    const groups = groupsOf(object).map(({ group, path }) => ({
      key: textOf(group.name),
      path: [...path, 'name'],
    }));
    for (const { key, path } of groups) if (key === '') yield wrong(path, 'is empty; name the group');
    yield* repeated(groups, (name) => `the group "${name}" is there already; rename one or put them together`);
  },
});

/** A rule either records or alerts. */
export const ruleShape = forKinds({
  id: 'value/prometheus-rule',
  description: 'a Prometheus rule that neither records nor alerts, does both, or records with fields of alerts',
  example: '`{ record: a:b, alert: C, expr: up }`',
  kinds,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      const [record, alert] = [textOf(rule.record) ?? '', textOf(rule.alert) ?? ''];
      if (record !== '' && alert !== '') yield wrong([...path, 'record'], 'excludes "alert"; make two rules of it');
      if (record === '' && alert === '') yield wrong(path, 'needs "alert" or "record"; set one');
      if (record === '') continue;
      if (/[\s{}"']/.test(record)) yield wrong([...path, 'record'], `"${record}" is not a valid metric name`);
      for (const field of ['for', 'keep_firing_for', 'annotations'])
        if (rule[field] !== undefined) yield wrong([...path, field], 'is for alerts only; remove it');
    }
  },
});

/** Expressions are PromQL. */
export const ruleExpressions = forKinds({
  id: 'value/promql',
  description:
    'an expression that Prometheus cannot read, or whose types do not fit, as a range vector in a comparison',
  example: '`expr: rate(http_requests_total[5m)`',
  kinds,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      if (typeof rule.expr !== 'string') continue;
      const mistake = rule.expr.trim() === '' ? { at: 0 } : promqlMistake(rule.expr);
      if (mistake) yield wrong([...path, 'expr'], promqlMessage(rule.expr, mistake));
    }
  },
});

function promqlMessage(expression: string, { at, message }: PromqlMistake): string {
  if (message !== undefined) return `"${expression.slice(at, at + 30)}" ${message}`;
  return `is not valid PromQL from character ${at + 1} on; ${excerpt(expression, at)}`;
}

function excerpt(expression: string, at: number): string {
  const rest = expression.slice(at, at + 20).trim();
  return rest === '' ? 'something is missing at the end' : `look at "${rest}"`;
}

/** Labels and annotations of rules. */
export const ruleLabels = forKinds({
  id: 'value/rule-label',
  description:
    'a label of a rule that Prometheus sets itself, or a template that does not end or calls what is not there',
  example: '`summary: "{{ $value"`',
  kinds,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      for (const name of Object.keys(mapOf(rule.labels)))
        if (name === '' || name === '__name__' || (name === 'alertname' && textOf(rule.alert)))
          yield wrong([...path, 'labels', name], `"${name}" is set by Prometheus; remove it`);
      for (const field of ['labels', 'annotations']) {
        for (const [name, text] of Object.entries(mapOf(rule[field])))
          yield* templateFindings(text, [...path, field, name]);
      }
    }
  },
});

function* templateFindings(text: unknown, path: FieldPath): Generator<Finding> {
  if (typeof text !== 'string') return;
  if (text.lastIndexOf('{{') > text.lastIndexOf('}}'))
    return yield wrong(path, 'has a template without end; close it with "}}"');
  for (const name of unknownFunctions(text)) yield wrong(path, `Prometheus has no template function "${name}"`);
}

/** A rule is there once. */
export const rulesTwice = forKinds({
  id: 'value/rule-twice',
  description: 'the very same Prometheus rule twice in a group',
  example: 'two rules `alert: Down` with the same expression',
  kinds,
  *check(object) {
    for (const { group, path } of groupsOf(object)) {
      const rules = mapsOf(group.rules).map(({ item, index }) => ({
        key: JSON.stringify([item.record, item.alert, item.expr, item.labels, item.for]),
        path: [...path, 'rules', index],
      }));
      yield* repeated(rules, () => 'the same rule is there already; remove it');
    }
  },
});
