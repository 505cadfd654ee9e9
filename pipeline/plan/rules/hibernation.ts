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

const fence = 'cnpg.io/fencedInstances';

/** Instances whose PostgreSQL is stopped. Source: the documentation of CloudNativePG 1.27, "Fencing". */
export const fenced: RiskRule = {
  id: 'workload/fenced',
  description: 'a database of which an annotation stops instances, while their pods stay',
  example: '`cnpg.io/fencedInstances: \'["*"]\'`',
  kinds: ['postgresql.cnpg.io/Cluster'],
  *judge({ before, after, type }): Generator<Verdict> {
    if (type !== 'change') return;
    const [was, is] = [before, after].map((entry) => metadataOf(entry, 'annotations')[fence]);
    if (was === is) return;
    if (typeof is === 'string' && !/^\s*(?:\[\s*\])?\s*$/.test(is))
      yield {
        risk: 'disruptive',
        reason: `PostgreSQL stops in the instances ${is} until that is taken away: ${fence}`,
      };
    else yield { risk: 'restart', reason: `PostgreSQL starts again in every instance: ${fence}` };
  },
};

/** Operators told to stop, or pods to start anew. Source: cloudnative-pg 1.27, `pkg/utils/labels_annotations.go`. */
export const reread: RiskRule = {
  id: 'workload/told-operator',
  description: 'a database whose operator an annotation tells to leave it alone, or to start its pods anew',
  example: '`cnpg.io/reconciliationLoop: disabled`',
  kinds: ['postgresql.cnpg.io/Cluster'],
  *judge({ before, after, type }, context): Generator<Verdict> {
    if (type !== 'change') return;
    const [old, current] = [before, after].map((entry) => metadataOf(entry, 'annotations'));
    const [was, is] = [old, current].map((marks) => marks?.['cnpg.io/reconciliationLoop'] === 'disabled');
    if (!was && is) yield { risk: 'safe', reason: 'its operator leaves it alone: no other change of it takes effect' };
    if (was && !is)
      yield { risk: 'restart', reason: 'its operator looks after it again, with all that changed meanwhile' };
    const restarted = 'kubectl.kubernetes.io/restartedAt';
    const time = current?.[restarted];
    if (time === undefined || time === old?.[restarted]) return;
    const pods = count(podsOf(after, context.after) ?? 0, 'pod');
    yield { risk: 'restart', reason: `its ${pods} restart, one after another: ${restarted}` };
  },
};
