import { listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { jsonText } from '../json-text';
import type { Entry } from '../tree';
import { type RiskRule, specOf, type Verdict } from './rule';
import { application, kustomization } from '../engine-kinds';

/** Fields that engines leave. Sources: as in `pipeline/plan/reach/ignored`. */
export const fieldsLeft: RiskRule = {
  id: 'delivery/left-fields',
  description: 'an engine that leaves fields as they are in the cluster from now on, or sets them again',
  example: 'an entry under `ignoreDifferences` that is gone',
  kinds: [application, kustomization],
  *judge({ before, after, type }): Generator<Verdict> {
    if (type !== 'change') return;
    const [was, is] = [leftBy(before), leftBy(after)];
    const more = [...is].filter(([field, how]) => was.get(field) !== how);
    const less = [...was].filter(([field]) => !is.has(field));
    for (const [field, how] of more) {
      const isKept = how === 'kept';
      const reason = isKept
        ? `from now on ${field} stays as it is in the cluster: what files say of it is not applied`
        : `from now on ${field} is not compared; a sync still sets it: no RespectIgnoreDifferences=true`;
      yield { risk: 'safe', reason };
    }
    for (const [field, how] of less) {
      yield how === 'kept'
        ? { risk: 'disruptive', reason: `${field} is set again as files have it, whatever the cluster has now` }
        : {
            risk: 'safe',
            reason: `${field} is compared again; where the cluster has another value, it is out of sync`,
          };
    }
  },
};

/** Fields in words, and whether they are kept or only not compared. */
function leftBy({ kind, manifest }: Entry): ReadonlyMap<string, string> {
  const spec = specOf({ manifest } as Entry);
  const options = listOf(mapOf(spec.syncPolicy).syncOptions);
  const how = kind !== application || options.includes('RespectIgnoreDifferences=true') ? 'kept' : 'not compared';
  const items = mapsOf(kind === application ? spec.ignoreDifferences : spec.ignore).map(({ item }) => item);
  const fields = items.flatMap((item) => {
    const target = kind === application ? item : mapOf(item.target);
    const names = [textOf(target.kind), textOf(target.name) === undefined ? undefined : jsonText(target.name)];
    const whose = names.filter((name) => name !== undefined && name !== '*').join(' ');
    const managers = listOf(item.managedFieldsManagers).map((name) => `what "${String(name)}" sets`);
    const paths = [item.jsonPointers, item.jqPathExpressions, item.paths].flatMap((list) => listOf(list));
    return [...paths.map((path) => jsonText(path)), ...managers].map(
      (field) => `${field} of ${whose === '' ? 'every object' : whose}`,
    );
  });
  return new Map(fields.map((field) => [field, how]));
}
