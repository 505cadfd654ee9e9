import { mapOf } from '../../../kubernetes/access';
import type { Service } from '../../objects/services';
import { isDeleted } from '../engines';
import { podsOf } from '../rollouts';
import type { Tree } from '../tree';
import { pruneOutcomesIn, type RiskRule, titleOf, type Verdict } from './rule';
import { isFatal, scopeOf, webhooksIn } from './webhooks';

/** Services that stay behind without a pod. */
export const silentService: RiskRule = {
  id: 'selected/silent',
  description: 'the last pods behind a Service go, so that it finds none, nor does a webhook that has to answer',
  example: 'a Deployment that is scaled to zero while its Service, and a webhook that leads there, stay',
  *judge({ type, before: was, after: is }, context): Generator<Verdict> {
    const { before, after } = context;
    if (!was || type === 'rename' || was.manifest.pod === undefined) return;
    const stops = is ? podsOf(was, before) !== 0 && podsOf(is, after) === 0 : isDeleted(pruneOutcomesIn(was, context));
    const pods = before.graph.pods.in(was.namespace).find(({ manifest }) => manifest === was.manifest);
    if (!stops || !pods || /\/(?:Job|CronJob)$/.test(was.kind)) return;
    for (const service of after.graph.services.values()) {
      const old = before.graph.service(service.namespace, service.name);
      if (service.made || !old || old.namespace !== was.namespace || !before.graph.podsOf(old).includes(pods)) continue;
      if (isServed(service, after)) continue;
      yield { risk: 'disruptive', reason: `Service "${service.name}" finds no pod any more: nothing answers there` };
      yield* unanswered(service, after);
    }
  },
};

function isServed(service: Service, tree: Tree): boolean {
  const entries = tree.entriesOf(tree.graph.podsOf(service).map(({ manifest }) => manifest));
  return entries.some((entry) => podsOf(entry, tree) !== 0);
}

/** Webhooks that lead to a Service and have to answer. */
function* unanswered({ namespace, name }: Service, tree: Tree): Generator<Verdict> {
  for (const [entry, webhook] of webhooksIn(tree)) {
    const to = mapOf(mapOf(webhook.clientConfig).service);
    if (!isFatal(webhook) || to.name !== name || to.namespace !== namespace) continue;
    const reason = `${titleOf(entry)} asks it and has to be answered: the API server refuses to ${scopeOf(webhook)}`;
    yield { risk: 'disruptive', reason };
  }
}
