import { podsOf } from '../rollouts';
import { count, metadataOf, type RiskRule, type Verdict } from './rule';

/** The switch of CloudNativePG. Source: its documentation 1.28, "Declarative hibernation". */
const hibernation = 'cnpg.io/hibernation';

/** Databases that are put to sleep. */
export const hibernated: RiskRule = {
  id: 'workload/hibernation',
  description: 'a database whose pods an annotation stops, or starts again; its volumes stay',
  example: '`cnpg.io/hibernation: "on"`',
  kinds: ['postgresql.cnpg.io/Cluster'],
  *judge({ before, after, type }, context): Generator<Verdict> {
    if (type !== 'change') return;
    const [was, is] = [before, after].map((entry) => metadataOf(entry, 'annotations')[hibernation] === 'on');
    if (was === is) return;
    const pods = count(podsOf(after, context.after) ?? 0, 'pod');
    if (is)
      yield { risk: 'disruptive', reason: `its ${pods} stop until it is woken up; the volumes stay: ${hibernation}` };
    else yield { risk: 'restart', reason: `its ${pods} start again: ${hibernation}` };
  },
};
