import { textOf } from '../../../kubernetes/access';
import type { Difference } from '../match';
import { controllerVerdict } from './ingress-annotations';
import { fieldsAt, metadataOf, type RiskRule, titleOf, type Verdict } from './rule';

const ingress = 'networking.k8s.io/Ingress';

/** Who serves an Ingress. */
export const otherClass: RiskRule = {
  id: 'ingress/class',
  description: 'an Ingress that another controller serves, at another address, or none',
  example: '`ingressClassName: traefik` where it was `nginx`',
  kinds: [ingress],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const [was, is] = [classOf(difference.before), classOf(difference.after)];
    if (was === is) return;
    const reason = `${whose(is)} serves it instead of ${whose(was)}, at its own address: clients fail until they are sent there`;
    yield { risk: 'disruptive', reason };
  },
};

/** The field wins over the older annotation. Source: the API reference of Kubernetes, `IngressSpec`. */
function classOf(entry: Parameters<typeof metadataOf>[0]): string | undefined {
  const { ingressClassName } = (entry?.manifest.object.spec ?? {}) as { readonly ingressClassName?: unknown };
  return textOf(ingressClassName) ?? textOf(metadataOf(entry, 'annotations')['kubernetes.io/ingress.class']);
}

function whose(name: string | undefined): string {
  return name === undefined ? 'the default class' : `the controller of class "${name}"`;
}

/** What its controller does with requests. */
export const controllerTold: RiskRule = {
  id: 'ingress/annotation',
  description:
    'an annotation that tells the controller of an Ingress to ask who clients are, or to rewrite what they ask',
  example: 'an `auth-url` that is gone',
  kinds: [ingress],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    for (const { key, from, to } of annotationsChanged(difference)) {
      const verdict = controllerVerdict(key, from, to, titleOf(difference.after));
      const name = key.slice(key.indexOf('/') + 1);
      if (verdict) yield { ...verdict, reason: `${verdict.reason}: annotation ${name}` };
    }
  },
};

function annotationsChanged(difference: Difference): { key: string; from: unknown; to: unknown }[] {
  if (fieldsAt(difference, 'metadata.annotations').length === 0) return [];
  const [old, current] = [difference.before, difference.after].map((entry) => metadataOf(entry, 'annotations'));
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(current ?? {})])].sort();
  return keys.flatMap((key) => {
    const [from, to] = [old?.[key], current?.[key]];
    return from === to ? [] : [{ key, from, to }];
  });
}
