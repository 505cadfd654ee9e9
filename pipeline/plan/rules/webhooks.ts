import { type Data, listOf, mapOf, mapsOf } from '../../../kubernetes/access';
import type { Entry, Tree } from '../tree';
import { type RiskRule, type Verdict } from './rule';

const webhookKinds = ['Validating', 'Mutating'].map(
  (sort) => `admissionregistration.k8s.io/${sort}WebhookConfiguration`,
);
const selected = ' that it selects';

/** Webhooks without whose answer nothing is written. */
export const webhookFails: RiskRule = {
  id: 'webhook/fails',
  description: 'a webhook without whose answer the API server refuses what it is asked, and did not before',
  example: '`failurePolicy: Fail` where it was `Ignore`',
  kinds: webhookKinds,
  *judge({ before, after, type }): Generator<Verdict> {
    if (!after) return;
    const old = new Map(webhooksOf(before).map((webhook) => [webhook.name, webhook]));
    for (const webhook of webhooksOf(after)) {
      const was = old.get(webhook.name);
      if (type === 'change' && was && isFatal(was) && !isFatal(webhook))
        yield {
          risk: 'safe',
          reason: `webhook "${String(webhook.name)}" need not answer any more: failurePolicy Ignore`,
        };
      if (!isFatal(webhook) || (was && isFatal(was) && isNarrower(was, webhook))) continue;
      const reason = `while ${answererOf(webhook)} does not answer, the API server refuses to ${scopeOf(webhook)}: failurePolicy Fail of webhook "${String(webhook.name)}"`;
      yield { risk: 'disruptive', reason };
    }
  },
};

/** Whether a webhook is asked of nothing that it was not asked of: the same, or of that what it selects. */
function isNarrower(was: Data, is: Data): boolean {
  return scopeOf(was) === scopeOf(is) || `${scopeOf(was)}${selected}` === scopeOf(is);
}

/** Every webhook of a tree, with the object that it stands in. */
export function webhooksIn(tree: Tree): [entry: Entry, webhook: Data][] {
  const entries = webhookKinds.flatMap((kind) => tree.ofKind(kind));
  return entries.flatMap((entry) => webhooksOf(entry).map((webhook): [Entry, Data] => [entry, webhook]));
}

function webhooksOf(entry: Entry | undefined): Data[] {
  return mapsOf(entry?.manifest.object.webhooks).map(({ item }) => item);
}

/** Fail is the default. Source: the API reference of Kubernetes, admissionregistration.k8s.io/v1. */
export function isFatal({ failurePolicy = 'Fail' }: Data): boolean {
  return failurePolicy === 'Fail';
}

function answererOf({ clientConfig }: Data): string {
  const { service, url } = mapOf(clientConfig);
  const { name, namespace } = mapOf(service);
  return name === undefined ? `"${String(url)}"` : `Service "${String(name)}" in namespace "${String(namespace)}"`;
}

/** `create, update anything`, `create pods`. */
export function scopeOf({ rules, namespaceSelector, objectSelector }: Data): string {
  const words = mapsOf(rules).map(({ item }) => {
    const verbs = listOf(item.operations).map((verb) => (verb === '*' ? 'write' : String(verb).toLowerCase()));
    const resources = listOf(item.resources).map((one) => (one === '*' || one === '*/*' ? 'anything' : String(one)));
    return `${verbs.join(', ')} ${resources.join(', ')}`;
  });
  const some = [namespaceSelector, objectSelector].some((selector) => Object.keys(mapOf(selector)).length > 0);
  return `${words.join('; ')}${some ? selected : ''}`;
}
