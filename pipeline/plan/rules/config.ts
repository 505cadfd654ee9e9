import { mapOf, mapsOf } from '../../../kubernetes/access';
import type { Link } from '../../objects/links';
import { ChangedInputs } from '../inputs';
import { type Entry, idOf, type Tree } from '../tree';
import type { Difference } from '../match';
import { makesNothing } from './products';
import { fieldsAt, type RiskRule, type PlanContext, specOf, titleOf, type Verdict } from './rule';
import { helmRelease, kustomization } from '../engine-kinds';

const externalSecret = 'external-secrets.io/ExternalSecret';

/** Readers of what is not there any more. */
export const keyGone: RiskRule = {
  id: 'config/key-gone',
  description: 'a key of a ConfigMap or Secret that is gone, and that something in the tree still needs',
  example: 'a key that left `data` while a container takes a variable from it',
  kinds: ['/ConfigMap', '/Secret', externalSecret],
  *judge({ type, after }, context): Generator<Verdict> {
    if (type !== 'change') return;
    for (const { reader, title, keys } of keysGone(after, context)) {
      const what = `${keys.length === 1 ? 'key' : 'keys'} "${keys.join('", "')}"${title}, gone from here`;
      if (!reader.manifest.pod) yield { risk: 'disruptive', reason: `${titleOf(reader)} reads ${what}` };
      else {
        const pods = context.rollouts.has(reader) ? 'the pods that it starts now' : 'every pod that it starts';
        yield { risk: 'disruptive', reason: `${titleOf(reader)} needs ${what}: ${pods} will not run` };
      }
    }
  },
};

/** Who needs which keys that what an object holds, or makes, had before and has no more. */
function keysGone(entry: Entry, { before, after }: PlanContext): { reader: Entry; title: string; keys: string[] }[] {
  const found = new Map<string, { reader: Entry; title: string; keys: string[] }>();
  for (const { to, namespace, name, keys, optional, target, from } of after.linksTo(entry.manifest)) {
    const had = before.graph.find(to, namespace, name)?.keys;
    const [reader] = after.entriesOf([from]);
    if (optional || !had || !target?.keys || !reader) continue;
    const gone = keys.map(({ key }) => key).filter((key) => had.has(key) && target.keys?.has(key) === false);
    if (gone.length === 0) continue;
    const title = to === entry.kind ? '' : ` of ${titleOf({ kind: to, name })}`;
    const id = `${idOf(reader)}\0${to}\0${name}`;
    const known = found.get(id)?.keys ?? [];
    found.set(id, { reader, title, keys: [...new Set([...known, ...gone])] });
  }
  return [...found.values()];
}

/** Pods that go on with what they read when they started. */
export const readLate: RiskRule = {
  id: 'config/read-late',
  description: 'content of a ConfigMap or Secret that changes, and how its readers notice',
  example: 'a key that a Deployment reads as a variable, without a checksum in its template',
  kinds: ['/ConfigMap', '/Secret', externalSecret, 'cert-manager.io/Certificate'],
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const changed = new ChangedInputs([difference]);
    const readers = changed.all.flatMap((input) => context.after.readersOf(input));
    const gone = keysGone(difference.after, context);
    for (const entry of [...new Set(readers)]) {
      if (!entry.manifest.pod) continue;
      const missing = new Set(gone.flatMap(({ reader, keys }) => (reader === entry ? keys : [])));
      const dropped = keysDropped(difference);
      const all = changed.readBy(entry, context.after).filter((text) => !missing.has(keyIn(text) ?? ''));
      const lost = [...new Set(all.flatMap((text) => keyIn(text) ?? []))].filter((key) => dropped.has(key));
      // A Job of another name was made for what is there now.
      const isNewJob =
        entry.kind === 'batch/Job' && !context.before.graph.find(entry.kind, entry.namespace, entry.name);
      if (lost.length > 0 && !isNewJob) {
        const reason = `${titleOf(entry)} takes all that is there: its next pods run without "${lost.join('", "')}"`;
        yield { risk: 'unjudged', reason };
      }
      const read = all.filter((text) => !dropped.has(keyIn(text) ?? ''));
      if (read.length === 0 || entry.kind === 'batch/Job') continue;
      yield { risk: 'safe', reason: `${titleOf(entry)} ${howItNotices(entry, changed, read, context)}` };
    }
  },
};

/** Engines that build what they apply from it. */
export const readByEngine: RiskRule = {
  id: 'config/engine',
  description:
    'content of a ConfigMap or Secret from which Flux takes values of a release, or words of what it applies',
  example: 'a key that a HelmRelease names under `valuesFrom`',
  kinds: ['/ConfigMap', '/Secret', externalSecret],
  *judge(difference, { after }): Generator<Verdict> {
    if (difference.type !== 'change') return;
    for (const input of new ChangedInputs([difference]).all) {
      for (const reader of after.readersOf(input)) {
        const isRelease = reader.kind === helmRelease;
        if (!isRelease && reader.kind !== kustomization) continue;
        const what = isRelease
          ? 'takes values from it: Helm upgrades the release; what restarts, and what goes, is not in the tree'
          : 'takes words of what it applies from it: what changes by that is not in the tree';
        yield { risk: isRelease ? 'restart' : 'unjudged', reason: `${titleOf(reader)} ${what}` };
      }
    }
  },
};

/** Keys that a ConfigMap or Secret has no more. */
function keysDropped({ fields }: Difference): ReadonlySet<string> {
  const gone = fields.filter(({ path, to }) => /^(?:data|binaryData)$/.test(String(path[0])) && to === undefined);
  return new Set(gone.flatMap(({ path, from }) => (path.length > 1 ? [String(path[1])] : Object.keys(mapOf(from)))));
}

function keyIn(text: string): string | undefined {
  return / key (\S+)/.exec(text)?.[1];
}

function howItNotices(
  entry: Entry,
  changed: ChangedInputs,
  read: readonly string[],
  { after, rollouts }: PlanContext,
): string {
  const keys = [...new Set(read.flatMap((text) => keyIn(text) ?? []))];
  const what = keys.length === 0 ? 'what it reads' : `${keys.length === 1 ? 'key' : 'keys'} "${keys.join('", "')}"`;
  if (rollouts.has(entry)) return `reads ${what}: its pods restart with the new content`;
  if (entry.kind === 'batch/CronJob') return `reads ${what} from its next run on`;
  const links = (after.links.from.get(entry.manifest) ?? []).filter(
    ({ to, namespace, name }) => changed.find(to, namespace, name) !== undefined,
  );
  if (links.every((link) => isRefreshed(link, entry.manifest.pod?.spec))) {
    return `mounts ${what}: its files follow within two minutes, and nothing restarts`;
  }
  return `goes on with the old ${keys.length === 0 ? 'content' : `value of ${what}`} until its pods restart for another reason`;
}

/** Whether the kubelet renews what a link reads: volumes, unless mounted file by file. */
function isRefreshed({ path }: Link, spec: unknown): boolean {
  const place = path.indexOf('volumes');
  if (place < 0) return false;
  const volume = mapsOf(mapOf(spec).volumes)[Number(path[place + 1])]?.item.name;
  return ['containers', 'initContainers'].every((type) =>
    mapsOf(mapOf(spec)[type]).every(({ item }) =>
      mapsOf(item.volumeMounts).every((mount) => mount.item.name !== volume || mount.item.subPath === undefined),
    ),
  );
}

/** Where values come from. */
export const secretSource: RiskRule = {
  id: 'config/secret-source',
  description: 'an ExternalSecret that takes values from another place, or a store that leads elsewhere',
  example: '`remoteRef: { key: production/login }` where it was `production/app`',
  kinds: [externalSecret, 'external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore'],
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change' && difference.type !== 'rename') return;
    const { after, type } = difference;
    if (after.kind !== externalSecret) {
      yield* storeVerdicts(difference, usersOf(after.name, after.namespace, context.after));
      return;
    }
    const isChanged = (path: string) => type === 'change' && fieldsAt(difference, path).length > 0;
    const target = String(mapOf(specOf(after).target).name ?? after.name);
    if (['spec.data', 'spec.dataFrom', 'spec.secretStoreRef'].some(isChanged)) {
      yield {
        risk: 'safe',
        reason: `Secret "${target}" is made anew; values that are not in the store are missing from it`,
      };
    } else if (makesNothing(after.kind, specOf(after))) {
      if (isChanged('spec.target.creationPolicy')) yield { risk: 'safe', reason: 'it makes no Secret any more' };
    } else if (isChanged('spec.target') && !isChanged('spec.target.deletionPolicy')) {
      yield { risk: 'safe', reason: `Secret "${target}" is made anew from the same values` };
    }
  },
};

function* storeVerdicts(difference: Difference, users: string): Generator<Verdict> {
  const { type, after } = difference;
  if (type === 'rename' && after.namespace !== '') {
    const reason = `${users} fetched once the place where it leads lets in namespace "${after.namespace}"`;
    yield { risk: 'disruptive', reason };
  } else if (type === 'change' && fieldsAt(difference, 'spec').length > 0) {
    yield {
      risk: 'disruptive',
      reason: `the store leads elsewhere, or with other credentials: ${users} fetched through it`,
    };
  }
}

function usersOf(name: string, namespace: string, tree: Tree): string {
  const users = tree.ofKind(externalSecret).filter((entry) => {
    const store = mapOf(mapOf(entry.manifest.object.spec).secretStoreRef);
    return store.name === name && (namespace === '' || entry.namespace === namespace);
  });
  return users.length === 1 ? '1 Secret is' : `${users.length} Secrets are`;
}
