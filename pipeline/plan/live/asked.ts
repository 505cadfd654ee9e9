import { type Data, mapOf, textOf } from '../../../kubernetes/access';
import { groupKindOf, groupOf, isClusterScopedKind } from '../../../kubernetes/kinds';
import { createsNamespace, recreatedBy } from '../engines';
import { type Entry, entryOf, idOf, type Tree } from '../tree';
import type { Answer, Cluster } from './cluster';
import { inUse } from './in-use';
import { idOfObject, manifestOf } from './identity';
import { type Manner, mannerOf } from './manner';
import { withMarks } from './marks';
import { bare, nameOnly, overlaid, withObject } from './object';

/** An object of the tree as it is, and as it will be. */
export interface Tried {
  readonly was?: Entry;
  readonly is: Entry;
  readonly refusal?: string;
  /** Whether the API server could not be asked. */
  readonly isUntried?: boolean;
}

/** Everything that the cluster was asked about a tree. */
export class Asked {
  /** The tree without the folder of an engine that the cluster does not use. */
  readonly tree: Tree;
  readonly notes: readonly string[];
  readonly live: readonly Data[];
  /** Of what says no namespace: asked for by itself, so that one of the same name elsewhere is not taken for it. */
  private readonly homeless: readonly Data[];
  private readonly byId: ReadonlyMap<string, Data>;
  private readonly answers = new Map<Entry, Answer>();

  constructor(written: Tree, cluster: Cluster) {
    const known = written.entries.filter((entry) => cluster.kinds.has(kindOf(entry)) && isNamed(entry));
    const isAtHome = ({ kind, namespace }: Entry) => namespace !== '' || isClusterScopedKind(kind);
    const [placed, homeless] = [known.filter(isAtHome), known.filter((entry) => !isAtHome(entry))].map((entries) =>
      cluster.read(entries.map(({ manifest }) => nameOnly(manifest.object))),
    );
    this.homeless = homeless ?? [];
    this.live = [...(placed ?? []), ...this.homeless];
    this.byId = new Map((placed ?? []).map((object) => [idOfObject(object), object]));
    const used = inUse(written, (entry) => this.liveOf(entry) !== undefined);
    this.tree = used.tree;
    this.notes = used.notes;
    const askable = new Set(known);
    const fits = this.tree.entries.filter((entry) => askable.has(entry) && !this.waits(entry));
    for (const [manner, entries] of byManner(fits, (entry) => mannerOf(entry, this.liveOf(entry), this.tree))) {
      const answers = cluster.dryRun(
        entries.map((entry) => this.appliedOf(entry)),
        manner,
      );
      entries.forEach((entry, index) => this.answers.set(entry, answers[index] as Answer));
    }
  }

  /** The live object; one without a namespace is in that of kubectl's context. */
  liveOf(entry: Entry): Data | undefined {
    const found = this.byId.get(idOf(entry));
    if (found !== undefined || entry.namespace !== '') return found;
    return this.homeless.find((object) => {
      const other = entryOf(manifestOf(object), '');
      return other.kind === entry.kind && other.name === entry.name;
    });
  }

  triedOf(entry: Entry): Tried {
    const live = this.liveOf(entry);
    const was = live && withObject(entry, bare(live));
    const answer = this.answers.get(entry);
    const written = live ? withObject(entry, mapOf(overlaid(bare(live), entry.manifest.object))) : entry;
    if (!answer) {
      const refusal = this.waits(entry) || !isNamed(entry) ? undefined : noKind(entry, this.tree);
      return { was, is: written, refusal, isUntried: true };
    }
    if ('object' in answer) {
      // What is new is shown as it was written, and not with all that the API server adds.
      const object = live ? bare(answer.object) : inPlaceOf(entry, answer.object);
      return { was, is: withObject(entry, object) };
    }
    const { refusal } = answer;
    if (isNoJudgement(refusal, entry, this.tree)) return { was, is: written, isUntried: true };
    const isMadeAgain =
      /immutable|may not|forbidden: updates/i.test(refusal) && recreatedBy(entry, this.tree).length > 0;
    return { was, is: written, refusal: isMadeAgain ? undefined : refusal };
  }

  private appliedOf(entry: Entry): Data {
    const live = this.liveOf(entry);
    return live ? withMarks(entry.manifest.object, live) : entry.manifest.object;
  }

  /** Whether the namespace comes with the tree. */
  private waits({ namespace }: Entry): boolean {
    const home = namespace === '' ? undefined : this.tree.find('/Namespace', '', namespace);
    return home !== undefined && this.liveOf(home) === undefined;
  }
}

/** Answers that say nothing about the object: its namespace comes later, or a webhook cannot be tried. */
function isNoJudgement(refusal: string, entry: Entry, tree: Tree): boolean {
  const isWaiting = /namespaces "[^"]+" not found/.test(refusal) && createsNamespace(entry, tree);
  return isWaiting || /does not support dry run/.test(refusal);
}

/** Why an object of a kind that the cluster does not have is refused; undefined where its definition comes along. */
function noKind({ manifest }: Entry, tree: Tree): string | undefined {
  const { apiVersion, kind } = manifest.object;
  const comes = tree.ofKind('apiextensions.k8s.io/CustomResourceDefinition').some((definition) => {
    const { group, names } = mapOf(definition.manifest.object.spec);
    return group === groupOf(String(apiVersion)) && mapOf(names).kind === kind;
  });
  const sentence = `no matches for kind "${String(kind)}" in version "${String(apiVersion)}"`;
  return comes ? undefined : `${sentence}; install its CustomResourceDefinition first`;
}

/** An object as it was written, in the namespace that it comes to. */
function inPlaceOf({ manifest: { object } }: Entry, answer: Data): Data {
  const { namespace } = mapOf(answer.metadata);
  return namespace === undefined ? object : { ...object, metadata: { ...mapOf(object.metadata), namespace } };
}

function byManner(entries: readonly Entry[], mannerOfEntry: (entry: Entry) => Manner): [Manner, Entry[]][] {
  const groups = new Map<string, [Manner, Entry[]]>();
  for (const entry of entries) {
    const manner = mannerOfEntry(entry);
    const key = JSON.stringify(manner);
    const group = groups.get(key) ?? [manner, []];
    groups.set(key, group);
    group[1].push(entry);
  }
  return [...groups.values()];
}

function kindOf({ manifest }: Entry): string {
  return groupKindOf(manifest.object);
}

/** What only has a beginning of a name is made anew each time. */
function isNamed({ manifest }: Entry): boolean {
  return textOf(mapOf(manifest.object.metadata).name) !== undefined;
}
