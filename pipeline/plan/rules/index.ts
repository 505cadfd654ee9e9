import type { Difference } from '../match';
import { bindingWidened, podSecurity, podWidened, roleWidened } from './access';
import { keyGone, readLate, secretSource } from './config';
import { objectLock, otherPlace, retentionShortened, startsEmpty } from './data';
import { engineRemoved, releaseChanged, setNarrowed } from './cascade';
import { byHand, guardRemoved, leftAlone, moved, source } from './delivery';
import { controllerTold, otherClass } from './ingress';
import { downgradedDatabase, immutableField } from './immutable';
import { hookRuns, jobAgain, jobRemoved, jobRuns, schedule } from './jobs';
import { copiedTo, rolloutStep } from './moved-calls';
import { closed, guardedPods, opened, serviceChanged, sourceRanges, trafficPolicy, unguardedPods } from './network';
import { added, alerts, definitionNarrowed, inPlace, onlyMetadata, quota } from './plain';
import { projectWidened } from './project';
import { productGone, secretEmptied } from './products';
import { claimsScaledAway, claimsUnguarded, volumeReclaimed } from './retention';
import { dataLost, orphaned, removed, renamed, stillNeeded, workloadRemoved } from './removal';
import { quotaExceeded, quotaWantsAmount, rangeBroken } from './room';
import { admitted, rateLimited } from './protection';
import { certified, filtered, mirrored, published, redirected, unpublished } from './routes';
import { entryOf, type RiskRule, type PlanContext, type Verdict } from './rule';
import { groupMoved } from './moved-group';
import { invalid } from './invalid';
import { leftBudget, leftPolicy, leftService } from './selected';
import { unjudged } from './unjudged';
import { shrunkVolume } from './volumes';
import { webhookFails } from './webhooks';
import { hibernated } from './hibernation';
import { autoscaled, blocksDrains, imageChanged, rolls, rollsLater, scaled } from './workloads';

/** Everything that is known about what changes do. */
export const riskRules: readonly RiskRule[] = [
  immutableField,
  invalid,
  shrunkVolume,
  downgradedDatabase,
  dataLost,
  retentionShortened,
  objectLock,
  otherPlace,
  startsEmpty,
  claimsScaledAway,
  claimsUnguarded,
  volumeReclaimed,
  workloadRemoved,
  stillNeeded,
  rolls,
  rollsLater,
  scaled,
  blocksDrains,
  autoscaled,
  imageChanged,
  jobAgain,
  hookRuns,
  jobRuns,
  jobRemoved,
  schedule,
  closed,
  guardedPods,
  opened,
  unguardedPods,
  serviceChanged,
  rolloutStep,
  leftService,
  leftPolicy,
  leftBudget,
  published,
  unpublished,
  redirected,
  mirrored,
  copiedTo,
  filtered,
  certified,
  otherClass,
  controllerTold,
  trafficPolicy,
  sourceRanges,
  webhookFails,
  hibernated,
  admitted,
  rateLimited,
  roleWidened,
  bindingWidened,
  podSecurity,
  podWidened,
  projectWidened,
  keyGone,
  readLate,
  secretSource,
  secretEmptied,
  productGone,
  source,
  engineRemoved,
  setNarrowed,
  releaseChanged,
  moved,
  groupMoved,
  guardRemoved,
  quotaExceeded,
  quotaWantsAmount,
  rangeBroken,
  quota,
  alerts,
  definitionNarrowed,
  renamed,
  orphaned,
  removed,
  byHand,
  leftAlone,
  unjudged,
];

/** What is said of a change when nothing else is known of it. */
export const lastRules: readonly RiskRule[] = [added, onlyMetadata, inPlace];

/** A verdict, and the rule that it comes from. */
export interface Judgement extends Verdict {
  readonly rule: string;
}

/** What a difference does, by every rule that has something to say; always something. */
export function judge(difference: Difference, context: PlanContext): Judgement[] {
  const judgements = judgementsBy(riskRules, difference, context);
  const held = judgements.filter(({ holds }) => holds);
  if (held.length > 0) return held;
  // Of a change that is refused nothing else happens, and pods of what is made again do not roll.
  const refused = judgements.filter(({ risk }) => risk === 'refused');
  if (refused.length > 0) return refused;
  if (judgements.some(({ replaces }) => replaces)) return judgements.filter(({ rule }) => rule !== rolls.id);
  return judgements.length > 0 ? judgements : judgementsBy(lastRules, difference, context).slice(0, 1);
}

function judgementsBy(rules: readonly RiskRule[], difference: Difference, context: PlanContext): Judgement[] {
  const found: Judgement[] = [];
  for (const rule of rulesFor(rules, entryOf(difference).kind)) {
    for (const verdict of rule.judge(difference, context)) found.push({ rule: rule.id, ...verdict });
  }
  return found;
}

const byKind = new Map<readonly RiskRule[], Map<string, readonly RiskRule[]>>();

/** The rules about a kind; every difference asks, so the answer is kept. */
function rulesFor(rules: readonly RiskRule[], kind: string): readonly RiskRule[] {
  const known = byKind.get(rules) ?? new Map<string, readonly RiskRule[]>();
  byKind.set(rules, known);
  const found = known.get(kind) ?? rules.filter(({ kinds }) => !kinds || kinds.includes(kind));
  known.set(kind, found);
  return found;
}
