import { listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import type { Graph } from '../../objects/graph';
import { namespaceOf } from '../../objects/names';

const group = 'rbac.authorization.k8s.io';

/** A ServiceAccount. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** Something that somebody wants to do to an object; outside namespaces `namespace` is empty. */
export interface Request {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** What one binding gives: rules in a namespace, or everywhere; `any` when nobody here knows what its role allows. */
interface Grant {
  readonly namespace: string | undefined;
  readonly rules: readonly Record<string, unknown>[] | 'any';
}

/** What a tree lets an account do. */
export class Rights {
  private constructor(private readonly grants: readonly Grant[]) {}

  /** Undefined when the tree does not have the account, or no binding for it: both may be elsewhere. */
  static of(graph: Graph, account: Account): Rights | undefined {
    if (!graph.find('/ServiceAccount', account.namespace, account.name)?.manifest) return undefined;
    const grants = [...graph.ofKind(`${group}/RoleBinding`), ...graph.ofKind(`${group}/ClusterRoleBinding`)]
      .filter(({ object }) => mapsOf(object.subjects).some(({ item }) => isMeant(item, account)))
      .map((binding): Grant => {
        const inside = binding.object.kind === 'RoleBinding' ? namespaceOf(binding) : undefined;
        const { kind, name } = mapOf(binding.object.roleRef);
        return { namespace: inside, rules: rulesOf(graph, kind, kind === 'Role' ? (inside ?? '') : '', textOf(name)) };
      });
    return grants.length > 0 ? new Rights(grants) : undefined;
  }

  /** Whether some rule allows a request (Kubernetes 1.36, pkg/apis/rbac/v1/evaluation_helpers.go). */
  allow(request: Request): boolean {
    return this.in(request.namespace).some(
      ({ rules }) => rules === 'any' || rules.some((rule) => covers(rule, request)),
    );
  }

  /** Whether anything at all is allowed in a namespace. */
  reach(namespace: string): boolean {
    return this.in(namespace).length > 0;
  }

  private in(namespace: string): readonly Grant[] {
    return this.grants.filter((grant) => grant.namespace === undefined || grant.namespace === namespace);
  }
}

/** Whether a subject is the account, or a group that it is in. */
function isMeant({ kind, name, namespace }: Record<string, unknown>, account: Account): boolean {
  if (kind === 'ServiceAccount') return name === account.name && namespace === account.namespace;
  if (kind === 'User') return name === `system:serviceaccount:${account.namespace}:${account.name}`;
  const groups = ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  return kind === 'Group' && groups.includes(String(name));
}

function rulesOf(graph: Graph, kind: unknown, namespace: string, name = ''): Grant['rules'] {
  const role = graph.find(`${group}/${String(kind)}`, namespace, name)?.manifest;
  if (!role || role.object.aggregationRule) return 'any';
  return mapsOf(role.object.rules).map(({ item }) => item);
}

function covers(rule: Record<string, unknown>, { verb, group: wanted, resource, name }: Request): boolean {
  const has = (field: string, value: string) => listOf(rule[field]).some((one) => one === '*' || one === value);
  const names = listOf(rule.resourceNames);
  return (
    has('verbs', verb) &&
    has('apiGroups', wanted) &&
    has('resources', resource) &&
    (names.length === 0 || names.includes(name))
  );
}
