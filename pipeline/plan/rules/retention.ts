import { type Data, mapOf, mapsOf, numberOf, textOf } from '../../../kubernetes/access';
import { kindsWith, recordOf } from '../../../kubernetes/kinds';
import { scalerOf } from '../rollouts';
import { count, fieldsAt, type RiskRule, specOf, specsOf, titleOf, type Verdict } from './rule';

/** Claims that go with their pods. */
export const claimsScaledAway: RiskRule = {
  id: 'retention/scaled-away',
  description: 'a StatefulSet that is scaled down and deletes the claims of the pods that go',
  example: '`replicas: 1` where it was `3`, with `whenScaled: Delete`',
  kinds: ['apps/StatefulSet', 'autoscaling/HorizontalPodAutoscaler'],
  *judge(difference, { after }): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    if (difference.after.kind !== 'apps/StatefulSet') {
      for (const set of after.ofKind('apps/StatefulSet')) {
        const isLess = Number(current.minReplicas ?? 1) < Number(old.minReplicas ?? 1);
        if (!isLess || !dropsClaims(specOf(set)) || scalerOf(set, after) !== difference.after) continue;
        const reason = `${titleOf(set)} deletes the claims of pods that it scales away: what is on their volumes is lost`;
        yield { risk: 'irreversible', reason };
      }
      return;
    }
    const [was, is] = [numberOf(old.replicas) ?? 1, numberOf(current.replicas) ?? 1];
    if (!dropsClaims(current) || is >= was) return;
    const first = numberOf(mapOf(current.ordinals).start) ?? 0;
    const gone = Array.from(
      { length: Math.min(was - is, 5) },
      (_, index) => `"${difference.after.name}-${first + is + index}"`,
    );
    const reason = `the claims of ${gone.join(', ')}${was - is > 5 ? ', …' : ''} are deleted with ${count(was - is, 'pod')}: what is on their volumes is lost`;
    yield { risk: 'irreversible', reason };
  },
};

function dropsClaims({ persistentVolumeClaimRetentionPolicy: policy, volumeClaimTemplates }: Data): boolean {
  return mapOf(policy).whenScaled === 'Delete' && mapsOf(volumeClaimTemplates).length > 0;
}

/** Claims that will go with their pods or their StatefulSet. */
export const claimsUnguarded: RiskRule = {
  id: 'retention/claims',
  description: 'a StatefulSet that from now on deletes claims when it is scaled down or deleted',
  example: '`whenScaled: Delete` where it was `Retain`',
  kinds: ['apps/StatefulSet'],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const [was, is] = [difference.before, difference.after].map((entry) =>
      mapOf(specOf(entry).persistentVolumeClaimRetentionPolicy),
    );
    const when = { whenScaled: 'is scaled down', whenDeleted: 'is deleted' } as const;
    for (const [field, word] of Object.entries(when)) {
      const [before, after] = [was?.[field] ?? 'Retain', is?.[field] ?? 'Retain'];
      if (before === after) continue;
      yield after === 'Delete'
        ? { risk: 'disruptive', reason: `from now on its claims are deleted, with their data, when it ${word}` }
        : { risk: 'safe', reason: `from now on its claims stay when it ${word}` };
    }
  },
};

/** Volumes that will go with their claims. */
export const volumeReclaimed: RiskRule = {
  id: 'retention/volume',
  description: 'a PersistentVolume that from now on is deleted with its claim',
  example: '`persistentVolumeReclaimPolicy: Delete` where it was `Retain`',
  kinds: ['/PersistentVolume'],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    for (const { to } of fieldsAt(difference, 'spec.persistentVolumeReclaimPolicy')) {
      const claim = textOf(mapOf(specOf(difference.after).claimRef).name);
      const whose = claim === undefined ? 'its claim' : `claim "${claim}"`;
      yield to === 'Retain' || to === undefined
        ? { risk: 'safe', reason: `from now on it stays, with its data, when ${whose} is deleted` }
        : { risk: 'disruptive', reason: `from now on its data is deleted when ${whose} is` };
    }
  },
};

const snapshotClass = 'snapshot.storage.k8s.io/VolumeSnapshotClass';

/** What will go with the object that stands for it. */
export const reclaimed: RiskRule = {
  id: 'retention/reclaimed',
  description: 'an object with which, once it goes, what it stands for goes from now on, or stays',
  example: '`databaseReclaimPolicy: delete` where it was `retain`',
  kinds: [snapshotClass, ...kindsWith('reclaims')],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { kind } = difference.after;
    const { field, what } = recordOf(kind).reclaims ?? { field: '', what: '' };
    const isClass = kind === snapshotClass;
    for (const { to } of fieldsAt(difference, isClass ? 'deletionPolicy' : `spec.${field}`)) {
      const isDeleted = /^delete$/i.test(String(to));
      const subject = isClass ? 'snapshots that are made from now on' : `from now on ${what}`;
      const whose = isClass ? 'their objects' : 'it';
      yield isDeleted
        ? { risk: 'disruptive', reason: `${subject} ${isClass ? 'are' : 'is'} deleted with ${whose}` }
        : { risk: 'safe', reason: `${subject} ${isClass ? 'stay when their objects go' : 'stays when it goes'}` };
    }
  },
};
