import { acceptance } from '../../publish/git/message';
import type { ObjectName } from '../../problem';
import { requiredAcknowledgement } from '../acknowledgement';
import type { Comparison } from '../compare';
import { type Change, type EnvironmentPlan, type Risk, risks } from '../types';

/** What each risk means to somebody who has not read the manual. */
export const riskWords: Readonly<Record<Risk, string>> = {
  refused: 'the API server rejects it; the roll-out stops there',
  irreversible: 'data or a namespace can be lost',
  disruptive: 'requests fail, or access is cut',
  restart: 'pods roll',
  unjudged: 'no rule says what it does; look yourself',
  safe: 'nobody notices',
};

/** The gravest first. */
export const gravestFirst: readonly Risk[] = [...risks].reverse();

/** What a report tells before all else: what fails, what is lost, what stops working. */
export const dangers: readonly Risk[] = gravestFirst.filter((risk) => risk !== 'safe' && risk !== 'restart');

/** What happens to an object, before its name. */
export const verbs: Readonly<Record<Change['action'], string>> = {
  add: 'new',
  change: 'changed',
  replace: 'replaced',
  remove: 'removed',
};

/** What the two sides of a plan are: a folder, a revision, or what the sources render. */
export interface Revisions {
  readonly from: string;
  readonly to: string;
}

/** Reasons of a danger, without what has a list of its own as more open than before. */
export function dangerReasons({ reasons, widens }: Change): readonly string[] {
  const others = reasons.filter((reason) => !widens.includes(reason));
  return others.length > 0 ? others : reasons;
}

/** `Deployment shop/web`. */
export function nameOf({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** `3 changes`. */
export function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1 pod restarts`, `7 pods and one pod on every node restart`. */
export function restartText(plan: Pick<EnvironmentPlan, 'restarts'>): string {
  const pods = podsText(plan);
  return `${pods} ${pods === '1 pod' ? 'restarts' : 'restart'}`;
}

/** How many pods restart: `7 pods`, `7 pods and those on every node`. */
function podsText({ restarts }: Pick<EnvironmentPlan, 'restarts'>): string {
  const known = restarts.reduce((sum, { pods }) => sum + (pods ?? 0), 0);
  const onNodes = restarts.filter(({ pods }) => pods === null).length;
  if (onNodes === 0) return plural(known, 'pod');
  const nodes = `one pod on every node${onNodes === 1 ? '' : ` of ${onNodes} DaemonSets`}`;
  return known === 0 ? nodes : `${plural(known, 'pod')} and ${nodes}`;
}

/** How many changes of each risk there are, without those that there are none of. */
export function riskCounts({ changes }: EnvironmentPlan): { readonly risk: Risk; readonly number: number }[] {
  return gravestFirst
    .map((risk) => ({ risk, number: changes.filter((change) => change.risk === risk).length }))
    .filter(({ number }) => number > 0);
}

/** What follows besides: `2 pods restart`, `1 widens access`. */
export function consequences(plan: EnvironmentPlan): string[] {
  const widening = plan.changes.filter(({ widens }) => widens.length > 0).length;
  return [
    ...(plan.restarts.length > 0 ? [restartText(plan)] : []),
    ...(widening > 0 ? [`${widening} ${widening === 1 ? 'widens' : 'widen'} access`] : []),
  ];
}

/** One line about an environment: `4 changes: 1 irreversible, 3 safe; 2 pods restart; 1 widens access`. */
export function headline({ plan, isSideBySide }: Comparison): string {
  const { changes } = plan;
  if (isSideBySide) return changes.length === 0 ? 'no difference' : plural(changes.length, 'difference');
  if (changes.length === 0) return 'no change';
  const counts = riskCounts(plan).map(({ risk, number }) => `${number} ${risk}`);
  return [`${plural(changes.length, 'change')}: ${counts.join(', ')}`, ...consequences(plan)].join('; ');
}

/** How somebody accepts what is irreversible: the beginning of a sentence, and what a commit has to say. */
export function acceptanceOf(comparisons: readonly Comparison[]): { ask: string; trailer: string } | undefined {
  const hash = requiredAcknowledgement(comparisons);
  return hash === undefined
    ? undefined
    : { ask: 'Who accepts what is irreversible says so in a commit of this change:', trailer: acceptance(hash) };
}
