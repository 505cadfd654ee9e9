import { at, type Data, mapOf } from '../../../kubernetes/access';
import { groupKindOf } from '../../../kubernetes/kinds';
import { isCalled } from './names';
import { type Kubectl, parseKubectl, wordsOf } from './parse';
import type { Named, World } from './worlds';

/*
 * What an engine takes back of what people change. Sources: docs/runbooks/README.md, "What an engine takes back".
 */

interface Change extends Kubectl {
  readonly targets: readonly Omit<Named, 'namespace'>[];
}

/** Why a change does not last; nothing for what Git has no say in. */
export function undoneBy(world: World, change: Change, before: readonly string[]): string[] {
  const { verb, flags } = change;
  if (verb === 'edit' || verb === 'set') return [`${verb} is taken back: change it in Git`];
  if (verb === 'scale' && isReplicasOfGit(world, change) && !isEngineStopped(world, before))
    return ['scale is taken back: stop the engine first'];
  if (verb === 'delete' && isMadeAnew(world, change)) return ['delete is taken back: the engine makes it anew'];
  if (verb === 'patch' && isSaidByGit(world, change)) return ['patch is taken back: Git says something else'];
  const manager = flags.get('--field-manager') ?? 'kubectl';
  // Nobody keeps an Application as Git has it: it is applied by hand.
  const isOwned = change.targets.some(({ kind }) => kind !== 'argoproj.io/Application');
  const writes = ['annotate', 'label', 'patch', 'rollout restart'].includes(verb);
  return writes && isOwned && manager.startsWith('kubectl')
    ? [`${verb} is taken back by Flux: add --field-manager=runbook`]
    : [];
}

/** The objects of each tree that a change is about. */
function objectsOf({ trees }: World, { flags, targets }: Change): Data[][] {
  const namespace = flags.get('-n') ?? '';
  return trees.map((tree) =>
    tree.filter((object) =>
      targets.some(({ kind, name }) => kind === groupKindOf(object) && isCalled(object, { namespace, name })),
    ),
  );
}

function isReplicasOfGit(world: World, change: Change): boolean {
  return objectsOf(world, change)
    .flat()
    .some((object) => at(object, ['spec', 'replicas']) !== undefined);
}

/** Whether a command of the same block has stopped whoever would take the change back. */
function isEngineStopped({ variables }: World, before: readonly string[]): boolean {
  return before.some((text) => {
    const command = parseKubectl(wordsOf(text, variables));
    return (
      typeof command !== 'string' &&
      command.verb === 'patch' &&
      /"automated":null|"suspend":true/.test(command.flags.get('-p') ?? '')
    );
  });
}

/** Jobs and pods are deleted so that they come back; what no tree has any more stays away. */
function isMadeAnew(world: World, change: Change): boolean {
  const kept = change.targets.filter(({ kind }) => !['batch/Job', '/Pod', '/PersistentVolumeClaim'].includes(kind));
  return kept.length > 0 && objectsOf(world, { ...change, targets: kept }).every((objects) => objects.length > 0);
}

/** Whether Git has a value where a merge patch has another. */
function isSaidByGit(world: World, change: Change): boolean {
  // Nobody keeps an Application as Git has it.
  const targets = change.targets.filter(({ kind }) => kind !== 'argoproj.io/Application');
  const patch: unknown = JSON.parse(change.flags.get('-p') ?? '{}');
  return objectsOf(world, { ...change, targets })
    .flat()
    .some((object) => overlaps(patch, object));
}

function overlaps(patch: unknown, object: unknown): boolean {
  if (patch === null || typeof patch !== 'object') return object !== undefined;
  return Object.entries(patch).some(([key, value]) => overlaps(value, mapOf(object)[key]));
}
