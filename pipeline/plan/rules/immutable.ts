import { mapOf } from '../../../kubernetes/access';
import { leftBy, lostForGood } from '../../../kubernetes/data-holders';
import { kindsWith, recordOf } from '../../../kubernetes/kinds';
import { asksToBeMadeAgain, isRunAgain, recreatedBy } from '../engines';
import type { Modification } from '../match';
import type { Entry } from '../tree';
import { pathText, touches, isWithin } from '../paths';
import { entryOf, fieldsAt, type RiskRule, type PlanContext, titleOf, type Verdict } from './rule';

/** Fields that cannot change in place. */
export const immutableField: RiskRule = {
  id: 'immutable/field',
  description:
    'a field that the API server does not let anybody change; refused, unless the engine may delete the object and create it again',
  example: '`spec.selector` of a Deployment',
  kinds: kindsWith('immutable'),
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change' || isMadeAnew(difference.after, context)) return;
    const { before, after, fields } = difference;
    const rules = (recordOf(after.kind).immutable ?? []).filter(
      ({ when }) => when?.(before.manifest.object, after.manifest.object) ?? true,
    );
    const refused = fields.flatMap(({ path }) => {
      const rule = rules.find(
        ({ field, except = [] }) => touches(path, field) && !except.some((allowed) => isWithin(path, allowed)),
      );
      // Where all but a few fields are fixed, the one below is what people have to know.
      return rule ? [pathText(path.slice(0, rule.field.split('.').length + (rule.except ? 1 : 0)))] : [];
    });
    if (refused.length > 0) yield outcome(difference, [...new Set(refused)], context);
  },
};

function outcome({ after, before }: Modification, fields: readonly string[], context: PlanContext): Verdict {
  const kind = after.kind.slice(after.kind.indexOf('/') + 1);
  const why = `${fields.map((field) => `"${field}"`).join(' and ')} of this ${kind} cannot change`;
  const engines = recreatedBy(after, context.after);
  if (engines.length === 0) {
    const remedy = 'give it another name, or delete it by hand first';
    return { risk: 'refused', reason: `the API server refuses it, because ${why}; ${remedy}` };
  }
  const again = `${engines.join(' and ')} deletes it and creates it again, because ${why}`;
  const [lost, left] = [lostForGood(before.manifest.object), leftBy(before.manifest.object)];
  if (after.kind === 'batch/Job' && asksToBeMadeAgain(after)) return { risk: 'safe', reason: again, replaces: true };
  return lost === undefined
    ? { risk: 'disruptive', reason: left === undefined ? again : `${again}; ${left}`, replaces: true }
    : { risk: 'irreversible', reason: `${again}; lost with it: ${lost}`, replaces: true };
}

/** What never changes in place: hooks, and what gets a name of its own with every creation. */
function isMadeAnew(entry: Entry, context: PlanContext): boolean {
  return mapOf(entry.manifest.object.metadata).name === undefined || isRunAgain(entry, context.after);
}

/** Versions of a database only rise. */
export const downgradedDatabase: RiskRule = {
  id: 'immutable/database-downgrade',
  description: 'a database whose image is of an older major version, or of a newer one',
  example: '`imageName: ghcr.io/cloudnative-pg/postgresql:16.4` where it was `17.2`',
  kinds: kindsWith('databaseImage'),
  *judge(difference): Generator<Verdict> {
    const { databaseImage = '' } = recordOf(entryOf(difference).kind);
    for (const { from, to } of fieldsAt(difference, databaseImage)) {
      const [old, current] = [majorOf(from), majorOf(to)];
      if (current < old) {
        yield {
          risk: 'refused',
          reason: `${titleOf(difference.after ?? difference.before)} is refused: PostgreSQL ${old} cannot become ${current}`,
        };
      } else if (current > old) {
        yield {
          risk: 'irreversible',
          reason: `the operator stops the database and upgrades its files from PostgreSQL ${old} to ${current}; only a backup leads back`,
        };
      }
    }
  },
};

function majorOf(image: unknown): number {
  return Number(/:(\d+)/.exec(String(image))?.[1] ?? Number.NaN);
}
