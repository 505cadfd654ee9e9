import type { Data } from '../../../kubernetes/access';
import { objectNameOf } from '../../objects/names';
import { nameOf, plural } from '../report/words';
import { manifestOf } from './identity';

/** What a person has to know of a plan against a cluster besides the plan. */
export function notesOn(untried: number, untracked: readonly Data[], unseen: readonly string[]): string[] {
  const objects = untracked.map((object) => nameOf(objectNameOf(manifestOf(object))));
  return [
    ...(untried > 0
      ? [
          `${plural(untried, 'object')} could not be tried: a namespace, a kind or a name is not there yet, or a webhook takes no trials`,
        ]
      : []),
    ...objects.map((name) => `${name} has the label of this environment and no mark of an engine: nothing deletes it`),
    ...(unseen.length > 0
      ? [`what would be removed is not known of ${unseen.join(', ')}: you may not list them in all namespaces`]
      : []),
  ];
}
