import { type Data, listOf, mapOf, mapsOf } from '../../../kubernetes/access';
import type { Entry } from '../tree';
import { type RiskRule, type Verdict } from './rule';

const group = 'admissionregistration.k8s.io';

/** Webhooks without whose answer nothing is written. */
export const webhookFails: RiskRule = {
  id: 'webhook/fails',
  description: 'a webhook without whose answer the API server refuses what it is asked, and did not before',
  example: '`failurePolicy: Fail` where it was `Ignore`',
  kinds: [`${group}/ValidatingWebhookConfiguration`, `${group}/MutatingWebhookConfiguration`],
  *judge({ before, after }): Generator<Verdict> {
    if (!after) return;
    const old = new Map(webhooksOf(before).map((webhook) => [webhook.name, webhook]));
    for (const webhook of webhooksOf(after)) {
      const was = old.get(webhook.name);
      if (!isFatal(webhook) || (was && isFatal(was) && scopeOf(was) === scopeOf(webhook))) continue;
      const reason = `while ${answererOf(webhook)} does not answer, the API server refuses to ${scopeOf(webhook)}: failurePolicy Fail of webhook "${String(webhook.name)}"`;
      yield { risk: 'disruptive', reason };
    }
  },
};

function webhooksOf(entry: Entry | undefined): Data[] {
  return mapsOf(entry?.manifest.object.webhooks).map(({ item }) => item);
}

/** Fail is the default. Source: the API reference of Kubernetes, admissionregistration.k8s.io/v1. */
function isFatal({ failurePolicy = 'Fail' }: Data): boolean {
  return failurePolicy === 'Fail';
}

function answererOf({ clientConfig }: Data): string {
  const { service, url } = mapOf(clientConfig);
  const { name, namespace } = mapOf(service);
  return name === undefined ? `"${String(url)}"` : `Service "${String(name)}" in namespace "${String(namespace)}"`;
}

/** `create, update anything`, `create pods`. */
function scopeOf({ rules, namespaceSelector, objectSelector }: Data): string {
  const words = mapsOf(rules).map(({ item }) => {
    const verbs = listOf(item.operations).map((verb) => (verb === '*' ? 'write' : String(verb).toLowerCase()));
    const resources = listOf(item.resources).map((one) => (one === '*' || one === '*/*' ? 'anything' : String(one)));
    return `${verbs.join(', ')} ${resources.join(', ')}`;
  });
  const some = [namespaceSelector, objectSelector].some((selector) => Object.keys(mapOf(selector)).length > 0);
  return `${words.join('; ')}${some ? ' that it selects' : ''}`;
}
