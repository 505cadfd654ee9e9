import type { Difference } from '../match';
import { autoscaled, cannotScale } from './autoscaler';
import { kedaScaled } from './keda';
import { bindingWidened, podSecurity, podWidened, roleWidened } from './access';
import { keyGone, readByEngine, readLate, secretSource } from './config';
import { objectLock, otherPlace, retentionShortened, startsEmpty } from './data';
import { askedOnce, contentsKept, engineRemoved, releaseChanged, setNarrowed } from './cascade';
import { definitionNarrowed, schemaChanged } from './definitions';
import { byHand, guardRemoved, leftAlone, moved, otherCluster, source } from './delivery';
import { controllerTold, otherClass } from './ingress';
import { downgradedDatabase, immutableField } from './immutable';
import { hookRuns, jobAgain, jobRemoved, jobRuns, schedule } from './jobs';
import { copiedTo, rolloutStep } from './moved-calls';
import { closed, guardedPods, opened, serviceChanged, sourceRanges, trafficPolicy, unguardedPods } from './network';
import { added, alerts, inPlace, onlyMetadata, quota } from './plain';
import { projectWidened } from './project';
import { productGone, secretEmptied } from './products';
import { claimsScaledAway, claimsUnguarded, reclaimed, volumeReclaimed } from './retention';
import { dataLost, orphaned, removed, renamed, stillNeeded, workloadRemoved } from './removal';
import { quotaExceeded, quotaWantsAmount, rangeBroken } from './room';
import { admitted, rateLimited } from './protection';
import { certified, filtered, mirrored, published, redirected, unpublished } from './routes';
import { entryOf, type RiskRule, type PlanContext, type Verdict } from './rule';
import { gatewayServed } from './gateways';
import { fieldsLeft } from './left-fields';
import { groupMoved } from './moved-group';
import { invalid } from './invalid';
import { namespaceLeft } from './namespaces';
import { leftBudget, leftPolicy, leftService } from './selected';
import { unjudged } from './unjudged';
import { grantGone, portGone, unmeasured } from './unreached';
import { shrunkVolume } from './volumes';
import { silentService } from './silent-services';
import { webhookFails } from './webhooks';
import { fenced, hibernated, reread } from './hibernation';
import { blocksDrains, imageChanged, rolls, rollsLater, scaled } from './workloads';

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
  reclaimed,
  workloadRemoved,
  stillNeeded,
  rolls,
  rollsLater,
  scaled,
  blocksDrains,
  autoscaled,
  kedaScaled,
  cannotScale,
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
  silentService,
  leftPolicy,
  leftBudget,
  namespaceLeft,
  unmeasured,
  published,
  unpublished,
  redirected,
  mirrored,
  copiedTo,
  filtered,
  certified,
  portGone,
  grantGone,
  gatewayServed,
  otherClass,
  controllerTold,
  trafficPolicy,
  sourceRanges,
  webhookFails,
  hibernated,
  fenced,
  reread,
  admitted,
  rateLimited,
  roleWidened,
  bindingWidened,
  podSecurity,
  podWidened,
  projectWidened,
  keyGone,
  readLate,
  readByEngine,
  secretSource,
  secretEmptied,
  productGone,
  source,
  otherCluster,
  fieldsLeft,
  engineRemoved,
  contentsKept,
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
  schemaChanged,
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
  if (held.length > 0) return [...held, ...lostLater(judgements)];
  // Of a change that is refused nothing else happens, and pods of what is made again do not roll.
  const refused = judgements.filter(({ risk }) => risk === 'refused');
  if (refused.length > 0) return refused;
  if (judgements.some(({ replaces }) => replaces)) return judgements.filter(({ rule }) => rule !== rolls.id);
  return judgements.length > 0 ? judgements : judgementsBy(lastRules, difference, context).slice(0, 1);
}

/**
 * What is lost of a held change once it is applied. It has to be said now: when the engine goes on, the change is in both
 * trees, so that no plan knows of it any more.
 */
function lostLater(judgements: readonly Judgement[]): Judgement[] {
  const lost = judgements.filter(({ risk }) => risk === 'irreversible');
  return lost.map((one) => ({ ...one, reason: `${askedOnce}${one.reason}` }));
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
