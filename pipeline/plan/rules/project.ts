import { listOf, mapOf } from '../../../kubernetes/access';
import { jsonText } from '../json-text';
import type { Entry, Tree } from '../tree';
import { type RiskRule, type Verdict } from './rule';

/** Lists that allow more the longer they are, and in whose places nothing is allowed. */
const lists: Readonly<Record<string, string>> = {
  sourceRepos: 'read from',
  sourceNamespaces: 'stand in namespace',
  destinations: 'deploy to',
  clusterResourceWhitelist: 'deploy, outside namespaces,',
  namespaceResourceWhitelist: 'deploy, in namespaces,',
};

/** Items that a reason names. */
const most = 4;

/** What Applications of a project may do. */
export const projectWidened: RiskRule = {
  id: 'access/project',
  description: 'an AppProject whose Applications may do what they could not before, or no longer what they could',
  example: 'one more entry under `destinations`',
  kinds: ['argoproj.io/AppProject'],
  *judge({ before, after, type }, { after: tree }): Generator<Verdict> {
    if (type !== 'change') return;
    for (const [field, may] of Object.entries(lists)) {
      const [old, current] = [itemsOf(before, field), itemsOf(after, field)];
      const more = current.filter((item) => !old.includes(item));
      const less = old.filter((item) => !current.includes(item));
      if (more.length > 0)
        yield { risk: 'safe', reason: `its Applications may ${may} ${named(more)} as well`, widens: true };
      if (less.length === 0) continue;
      const isMissed = less.some((item) => isUsed(item, tree));
      const then = isMissed ? ': their next sync fails' : '; nothing in the tree needs that';
      const reason = `its Applications may no longer ${may} ${named(less)}${then}`;
      yield { risk: isMissed ? 'disruptive' : 'safe', reason };
    }
  },
};

function itemsOf({ manifest }: Entry, field: string): string[] {
  return listOf(mapOf(manifest.object.spec)[field]).map((item) =>
    typeof item === 'string' ? item : Object.values(mapOf(item)).map(String).join(' '),
  );
}

/** Whether something in the tree is of a kind, in a namespace or from a repository that an item names. */
function isUsed(item: string, tree: Tree): boolean {
  const words = item.split(' ');
  if (words.some((word) => /[*?[]/.test(word))) return true;
  return tree.entries.some(
    ({ kind, namespace, manifest }) =>
      kind === words.join('/') ||
      (namespace !== '' && words.includes(namespace)) ||
      mapOf(mapOf(manifest.object.spec).source).repoURL === item,
  );
}

function named(items: readonly string[]): string {
  const rest = items.length > most ? ` and ${items.length - most} more` : '';
  return `${items
    .slice(0, most)
    .map((item) => jsonText(item))
    .join(', ')}${rest}`;
}
