import { isJudged, isJudgedKind } from '../facts/judged';
import type { Difference } from '../match';
import { pathText } from '../paths';
import { isDeleted } from '../engines';
import { isToldOfSchema } from './definitions';
import { isKnownAnnotation } from './ingress-annotations';
import { entryOf, type PlanContext, pruneOutcomesIn, type RiskRule, type Verdict } from './rule';

/** Fields that a reason names. */
const most = 4;

/** What nobody has taught us. */
export const unjudged: RiskRule = {
  id: 'plain/unjudged',
  description: 'a change that no rule knows: of a field, or of an object of a kind that none is about',
  example: 'another `spec.size` of a custom resource that nobody has described',
  *judge(difference, context): Generator<Verdict> {
    const reason = isJudgedKind(entryOf(difference).kind) ? fieldsReason(difference) : kindReason(difference, context);
    if (reason !== undefined) yield { risk: 'unjudged', reason };
  },
};

function kindReason(difference: Difference, context: PlanContext): string | undefined {
  const { kind } = entryOf(difference);
  const name = kind.slice(kind.indexOf('/') + 1);
  const { type, before } = difference;
  if (type === 'add') return `new; no rule says what a ${name} does`;
  if (type === 'remove')
    return isDeleted(pruneOutcomesIn(before, context)) ? `no rule says what goes with a ${name}` : undefined;
  if (type === 'rename') return `no rule says what becomes of a ${name} with another name`;
  return fieldsReason(difference);
}

function fieldsReason(difference: Difference): string | undefined {
  if (difference.type !== 'change') return undefined;
  const { kind } = difference.after;
  const fields = difference.fields.filter((field) => {
    const { path } = field;
    const isTold = path[0] === 'metadata' && path.length > 2 && isKnownAnnotation(String(path[2]));
    return !isTold && !isToldOfSchema(kind, field) && !isJudged(kind, path);
  });
  if (fields.length === 0) return undefined;
  const paths = fields.slice(0, most).map(({ path }) => `"${pathText(path)}"`);
  const rest = fields.length > most ? ` and ${fields.length - most} more` : '';
  return `no rule says what another ${paths.join(', ')}${rest} does`;
}
