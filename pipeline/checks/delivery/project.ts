import { type Data, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { textsOf } from '../../../kubernetes/reference-field';
import { normalizedGitUrl } from './git-url';
import { globFits, pathFits } from './globs';

/*
 * What an AppProject allows, decided as Argo CD decides it: argo-cd v3.5.1 (since 3.0 the same, names of cluster resources
 * aside), pkg/apis/application/v1alpha1/app_project_types.go. `undefined` stands for what nobody can know from a tree.
 */

/** A cluster as Argo CD knows it, or a pattern for one. */
export interface Cluster {
  readonly server?: string;
  readonly name?: string;
}

interface Destination {
  readonly server: string;
  readonly name: string;
  readonly namespace: string;
}

interface Resource {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** What an AppProject says. */
export interface Project {
  readonly sourceRepos: readonly string[];
  readonly sourceNamespaces: readonly string[];
  readonly destinations: readonly Destination[];
  readonly onlyOwnClusters: boolean;
  readonly clusterWhitelist: readonly Resource[];
  readonly clusterBlacklist: readonly Resource[];
  /** Undefined when the project has no such list: then every kind is on it. */
  readonly namespaceWhitelist?: readonly Resource[];
  readonly namespaceBlacklist: readonly Resource[];
}

/** Reads the specification of an AppProject. */
export function projectOf({ spec: given }: Data): Project {
  const spec = mapOf(given);
  const resources = (list: unknown) => mapsOf(list).map(({ item }) => textFields(item, ['group', 'kind', 'name']));
  return {
    sourceRepos: textsOf(spec.sourceRepos),
    sourceNamespaces: textsOf(spec.sourceNamespaces),
    destinations: mapsOf(spec.destinations).map(({ item }) => textFields(item, ['server', 'name', 'namespace'])),
    onlyOwnClusters: spec.permitOnlyProjectScopedClusters === true,
    clusterWhitelist: resources(spec.clusterResourceWhitelist),
    clusterBlacklist: resources(spec.clusterResourceBlacklist),
    namespaceWhitelist: Array.isArray(spec.namespaceResourceWhitelist)
      ? resources(spec.namespaceResourceWhitelist)
      : undefined,
    namespaceBlacklist: resources(spec.namespaceResourceBlacklist),
  };
}

function textFields<Name extends string>(item: Data, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(item[name]) ?? ''])) as Record<Name, string>;
}

const isDeny = (pattern: string) => pattern.startsWith('!');

function matches(pattern: string, text: string, separator: '' | '/' = ''): boolean {
  if (isDeny(pattern)) return !globFits(pattern.slice(1), text, separator);
  return pattern === '*' || globFits(pattern, text, separator);
}

/** Whether applications may come from a repository: some pattern fits, and none denies it. */
export function isSourcePermitted({ sourceRepos }: Project, repoURL: string): boolean {
  const url = normalizedGitUrl(repoURL);
  let permitted = false;
  for (const repo of sourceRepos) {
    const pattern = isDeny(repo) ? `!${normalizedGitUrl(repo.slice(1))}` : normalizedGitUrl(repo);
    if (matches(pattern, url, '/')) permitted = true;
    else if (isDeny(pattern)) return false;
  }
  return permitted;
}

/** Whether applications of a namespace may use the project: always those beside Argo CD itself. */
export function isNamespacePermitted(
  { sourceNamespaces }: Project,
  namespace: string,
  argoCd: string,
): boolean | undefined {
  if (namespace === '' || namespace === argoCd) return true;
  const answers = sourceNamespaces.map((pattern) => {
    const expression = /^\/(.*)\/$/s.exec(pattern)?.[1];
    return expression === undefined ? globFits(pattern, namespace) : expressionFits(expression, namespace);
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Argo CD's expressions are those of .NET; what JavaScript does not know of them, nobody here can judge. */
function expressionFits(expression: string, text: string): boolean | undefined {
  try {
    return new RegExp(expression).test(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether something may go to a namespace of a cluster. `own` are the clusters of the project itself, for projects that
 * allow no other. What is not known of the cluster or the namespace may be anything.
 */
export function isDestinationPermitted(
  project: Project,
  cluster: Cluster,
  namespace: string | undefined,
  own?: readonly Cluster[],
): boolean | undefined {
  const answers = project.destinations.map((item) => answersOf(item, cluster, namespace));
  if (answers.some((answer) => answer === 'refuses') || !answers.some((answer) => isPossible(answer))) return false;
  const isCertain = answers.includes('permits') && !answers.includes('may refuse');
  if (!project.onlyOwnClusters) return isCertain || undefined;
  if (own === undefined) return undefined;
  const isOwn = own.some(({ name, server }) => mayBe(name, cluster.name) || mayBe(server, cluster.server));
  return isOwn ? isCertain || undefined : false;
}

const mayBe = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined || one === other;

type Answer = 'permits' | 'refuses' | 'says nothing' | 'may permit' | 'may refuse';

const isPossible = (answer: Answer) => answer !== 'says nothing' && answer !== 'refuses';

/** What one destination of a project says; where something is not known, what it might say. */
function answersOf(item: Destination, cluster: Cluster, namespace: string | undefined): Answer {
  const found = new Set<Answer>();
  for (const name of possible(item.name, cluster.name))
    for (const server of possible(item.server, cluster.server))
      for (const inside of possible(item.namespace, namespace, true)) found.add(answerOf(item, name, server, inside));
  const [first = 'says nothing'] = found;
  if (found.size === 1) return first;
  return found.has('refuses') ? 'may refuse' : 'may permit';
}

/** The order of the cases, and that a denied name refuses in every namespace, are those of isDestinationMatched. */
function answerOf(item: Destination, name: boolean, server: boolean, namespace: boolean): Answer {
  if ((server || name) && namespace) return 'permits';
  if ((!name && isDeny(item.name)) || (!server && isDeny(item.server) && namespace)) return 'refuses';
  return !namespace && isDeny(item.namespace) && server ? 'refuses' : 'says nothing';
}

/** Whether a pattern fits a value; both ways when the value is not known. */
function possible(pattern: string, value: string | undefined, mayBeEmpty = false): readonly boolean[] {
  if (value !== undefined) return [(value !== '' || mayBeEmpty) && matches(pattern, value)];
  if (pattern === '*') return [true];
  return pattern === '' && !mayBeEmpty ? [false] : [false, true];
}

/** An object, as far as a project asks. */
export interface Judged {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/**
 * Whether a kind may be brought: in namespaces every one but those denied, when there is no list; outside them none, when
 * there is none. Names count only there, and since 3.3.
 */
export function isGroupKindPermitted(project: Project, { namespaced, ...object }: Judged): boolean {
  if (namespaced) {
    const { namespaceWhitelist: allowed, namespaceBlacklist: denied } = project;
    const isIn = (list: readonly Resource[]) => list.some((item) => isKind(item, object));
    return (allowed === undefined || isIn(allowed)) && !isIn(denied);
  }
  const isIn = (list: readonly Resource[]) =>
    list.some((item) => isKind(item, object) && (item.name === '' || pathFits(item.name, object.name)));
  return isIn(project.clusterWhitelist) && !isIn(project.clusterBlacklist);
}

function isKind({ group, kind }: Resource, object: Omit<Judged, 'namespaced'>): boolean {
  return pathFits(kind, object.kind) && pathFits(group, object.group);
}
