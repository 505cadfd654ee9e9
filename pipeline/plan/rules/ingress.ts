import { textOf } from '../../../kubernetes/access';
import type { Difference } from '../match';
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

/**
 * What annotations of controllers decide, by the name after the controller's own part. Sources: the annotations of
 * ingress-nginx 1.15, of HAProxy, of Traefik 3 and of the AWS Load Balancer Controller 2; the names of allow lists and
 * rate limits have rules of their own.
 */
const families: readonly {
  readonly name: RegExp;
  readonly verdict: (from: unknown, to: unknown, title: string) => Verdict;
}[] = [
  {
    name: /^(?:auth-(?:url|type|secret|realm|tls-secret|tls-verify-client|signin)|enable-global-auth|router\.middlewares)$/,
    verdict: (from, to, title) => {
      if (to === undefined || to === 'off' || to === 'false')
        return { risk: 'safe', reason: `nobody is asked any more who they are at ${title}`, widens: true };
      if (from === undefined)
        return { risk: 'disruptive', reason: `clients of ${title} have to say who they are: others are refused` };
      return {
        risk: 'disruptive',
        reason: `clients of ${title} are judged in another way: ${shown(to)} instead of ${shown(from)}`,
        widens: true,
      };
    },
  },
  {
    name: /^(?:rewrite-target|use-regex|app-root|path-rewrite|upstream-vhost|backend-protocol|permanent-redirect|temporal-redirect|x-forwarded-prefix)$/,
    verdict: (from, to, title) => ({
      risk: 'disruptive',
      reason: `what is asked of the Services behind ${title} is another thing: ${shown(to)} instead of ${shown(from)}`,
    }),
  },
  {
    name: /^(?:ssl-redirect|force-ssl-redirect|ssl-passthrough)$/,
    verdict: (_, to, title) =>
      to === 'true'
        ? { risk: 'disruptive', reason: `clients that come to ${title} without TLS are sent elsewhere, or fail` }
        : { risk: 'safe', reason: `clients may use ${title} without TLS, or with that of another`, widens: true },
  },
  {
    name: /^(?:configuration-snippet|server-snippet|auth-snippet|modsecurity-snippet|enable-modsecurity|denylist-source-range|canary(?:-.*)?|enable-cors|cors-allow-origin)$/,
    verdict: (_, __, title) => ({
      risk: 'disruptive',
      reason: `the controller treats requests to ${title} in another way`,
    }),
  },
];

/** What its controller does with requests. */
export const controllerTold: RiskRule = {
  id: 'ingress/annotation',
  description:
    'an annotation that tells the controller of an Ingress to ask who clients are, or to rewrite what they ask',
  example: 'an `auth-url` that is gone',
  kinds: [ingress],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    for (const { name, from, to } of annotationsChanged(difference)) {
      const family = families.find((one) => one.name.test(name));
      if (!family) continue;
      const verdict = family.verdict(from, to, titleOf(difference.after));
      yield { ...verdict, reason: `${verdict.reason}: annotation ${name}` };
    }
  },
};

function annotationsChanged(difference: Difference): { name: string; from: unknown; to: unknown }[] {
  if (fieldsAt(difference, 'metadata.annotations').length === 0) return [];
  const [old, current] = [difference.before, difference.after].map((entry) => metadataOf(entry, 'annotations'));
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(current ?? {})])].sort();
  return keys.flatMap((key) => {
    const [from, to] = [old?.[key], current?.[key]];
    const slash = key.indexOf('/');
    return slash < 0 || from === to ? [] : [{ name: key.slice(slash + 1), from, to }];
  });
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : `"${String(value)}"`;
}
