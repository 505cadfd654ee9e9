import { mapsOf } from '../../../kubernetes/access';
import { parseQuantity } from '../../../kubernetes/quantity';
import { jsonText } from '../json-text';
import { isWithin } from '../paths';
import { entryOf, fieldsWithin, type RiskRule, specsOf, type Verdict } from './rule';

/** Bounds of a namespace. */
export const quota: RiskRule = {
  id: 'plain/quota',
  description: 'a quota that allows less than before: new pods may be refused, also those of a restart',
  example: '`limits.memory: 4Gi` where it was `8Gi`',
  kinds: ['/ResourceQuota'],
  *judge(difference): Generator<Verdict> {
    for (const { path, from, to } of fieldsWithin(difference, 'spec.hard.*')) {
      const isLess =
        parseQuantity(String(to)) < parseQuantity(String(from)) || (from === undefined && to !== undefined);
      const name = String(path.at(-1));
      if (isLess)
        yield {
          risk: 'safe',
          reason: `${name}: at most ${String(to)}${from === undefined ? '' : ` instead of ${String(from)}`}; what runs stays, new pods beyond it are refused`,
        };
      else
        yield {
          risk: 'safe',
          reason:
            to === undefined ? `${name}: no bound any more` : `${name}: up to ${String(to)} instead of ${String(from)}`,
        };
    }
  },
};

/** Alerts. */
export const alerts: RiskRule = {
  id: 'plain/alerts',
  description: 'alerts that no longer fire, new ones, and those that judge otherwise',
  example: 'an alert that left its PrometheusRule',
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  *judge(difference): Generator<Verdict> {
    const { type } = difference;
    const { old, current } = specsOf(difference);
    const [was, is] = [alertsOf(old), alertsOf(current)];
    const gone = was.filter((alert) => !is.includes(alert));
    const added = is.filter((alert) => !was.includes(alert));
    if (gone.length > 0) yield { risk: 'safe', reason: `nobody is told of ${quoted(gone)} any more` };
    if (added.length > 0) yield { risk: 'safe', reason: `new alerts: ${quoted(added)}` };
    const other = was.filter(
      (alert) => is.includes(alert) && definitionOf(old, alert) !== definitionOf(current, alert),
    );
    if (other.length > 0 && type === 'change') yield { risk: 'safe', reason: `told of otherwise: ${quoted(other)}` };
  },
};

function alertsOf({ groups }: { readonly groups?: unknown }): string[] {
  const names = mapsOf(groups).flatMap(({ item }) => mapsOf(item.rules).flatMap((rule) => rule.item.alert ?? []));
  return [...new Set(names.map(String))];
}

function definitionOf({ groups }: { readonly groups?: unknown }, name: string): string {
  const rules = mapsOf(groups).flatMap(({ item }) => mapsOf(item.rules).map((rule) => rule.item));
  return jsonText(rules.filter(({ alert }) => alert === name));
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Something new. */
export const added: RiskRule = {
  id: 'plain/added',
  description: 'a new object, of which no other rule has more to say',
  example: 'a ServiceAccount that was not in the tree before',
  *judge({ type, after }): Generator<Verdict> {
    if (type === 'add')
      yield {
        risk: 'safe',
        reason: after.manifest.pod && !after.kind.endsWith('Job') ? 'new, with pods of its own' : 'new',
      };
  },
};

/** Words about an object. */
export const onlyMetadata: RiskRule = {
  id: 'plain/metadata',
  description: 'other labels or annotations and nothing else',
  example: '`app.kubernetes.io/part-of: shop`',
  *judge({ type, fields }): Generator<Verdict> {
    if (type !== 'change' || fields.length === 0 || !fields.every(({ path }) => isWithin(path, 'metadata'))) return;
    const isOrder = fields.every(({ path }) => path[2] === 'argocd.argoproj.io/sync-wave');
    yield { risk: 'safe', reason: isOrder ? 'its turn in the roll-out changes' : 'only labels and annotations change' };
  },
};

/** What is left. */
export const inPlace: RiskRule = {
  id: 'plain/in-place',
  description: 'any other change; it is made in place',
  example: '`revisionHistoryLimit: 3`',
  *judge(difference): Generator<Verdict> {
    const { type, fields } = difference;
    if (type !== 'change' || fields.length === 0) return;
    const runs = entryOf(difference).manifest.pod !== undefined;
    yield { risk: 'safe', reason: runs ? 'changed in place; no pod restarts for it' : 'changed in place' };
  },
};
