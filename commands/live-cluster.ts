import type { Data } from '../kubernetes/access';
import { groupOf, recordOf } from '../kubernetes/kinds';
import { sentenceOf } from '../pipeline/checks/dry-run/answer';
import { readManifest } from '../pipeline/objects/read';
import { jsonText } from '../pipeline/plan/json-text';
import type { Answer, Cluster, Listing } from '../pipeline/plan/live/cluster';
import type { Manner } from '../pipeline/plan/live/manner';
import { exactYaml } from '../pipeline/yaml/kubernetes';
import { Kubectl, type Ran } from './kubectl';
import { progress } from './progress';

/** A kind that a cluster has, as `kubectl api-resources` lists it. */
interface Resource {
  readonly name: string;
  readonly groupKind: string;
  readonly isListed: boolean;
}

/** The cluster of a context of kubectl; only ever read, and asked what it would do. Throws a UsageError where it cannot be. */
export function clusterOf(context: string | undefined): Cluster {
  const kubectl = new Kubectl('--live', context);
  kubectl.reach();
  const resources = resourcesOf(kubectl);
  return {
    title: `the cluster of context ${contextOf(kubectl, context)}`,
    kinds: new Set(resources.map(({ groupKind }) => groupKind)),
    read: (objects) => read(kubectl, objects),
    dryRun: (objects, manner) => dryRun(kubectl, objects, manner),
    list: (selector) => list(kubectl, resources, selector),
  };
}

function contextOf(kubectl: Kubectl, context: string | undefined): string {
  if (context !== undefined) return context;
  const { status, stdout } = kubectl.run(['config', 'current-context']);
  // In a pod there is none.
  return status === 0 ? stdout.trim() : 'kubectl';
}

/** Name, perhaps short names, version, scope, kind, verbs. */
const row = /^(\S+)\s+(?:\S+\s+)?(\S+)\s+(?:true|false)\s+(\S+)\s+(\S+)/;

function resourcesOf(kubectl: Kubectl): Resource[] {
  const { stdout, stderr } = kubectl.run(['api-resources', '--no-headers', '-o', 'wide']);
  const found = stdout.split('\n').flatMap((line) => {
    const [, plural, version = '', kind = '', verbs = ''] = row.exec(line) ?? [];
    if (plural === undefined) return [];
    const group = groupOf(version);
    const isListed = ['list', 'delete'].every((verb) => verbs.split(',').includes(verb));
    return [{ name: group === '' ? plural : `${plural}.${group}`, groupKind: `${group}/${kind}`, isListed }];
  });
  // An API that is served by others may be away, and then only its kinds are missing.
  return found.length > 0 ? found : kubectl.fail(stderr);
}

function read(kubectl: Kubectl, objects: readonly Data[]): Data[] {
  if (objects.length === 0) return [];
  progress(`reading ${objects.length} objects from the cluster`);
  const options = ['-o', 'json', '--ignore-not-found', '--show-managed-fields', '-f', '-'];
  const ran = kubectl.run(['get', ...options], stream(objects));
  const errors = linesOf(ran.stderr).filter((line) => !/no matches for kind|ensure CRDs are installed/.test(line));
  if (ran.status !== 0 && errors.length > 0) kubectl.fail(errors.join('\n'));
  return objectsIn(ran);
}

/**
 * kubectl prints nothing when one of several is refused, and does not say of which object it speaks: halves are tried until
 * each refusal stands alone.
 */
function dryRun(kubectl: Kubectl, objects: readonly Data[], manner: Manner): Answer[] {
  if (objects.length === 0) return [];
  progress(`asking the cluster about ${objects.length} objects`);
  const ran = kubectl.run(applyArguments(manner), stream(objects));
  if (ran.status === 0) return objectsIn(ran).map((object) => ({ object }));
  const failure = linesOf(ran.stderr).find((line) => isNoAnswer(line));
  if (failure !== undefined) kubectl.fail(failure);
  if (objects.length === 1) return [{ refusal: refusalOf(objects[0] as Data, ran.stderr) }];
  const half = Math.ceil(objects.length / 2);
  return [...dryRun(kubectl, objects.slice(0, half), manner), ...dryRun(kubectl, objects.slice(half), manner)];
}

function applyArguments({ manager, serverSide, force }: Manner): string[] {
  const server = serverSide ? ['--server-side', ...(force ? ['--force-conflicts'] : [])] : [];
  const options = ['--dry-run=server', '--validate=strict', `--field-manager=${manager}`, '-o', 'json', '-f', '-'];
  return ['apply', ...server, ...options];
}

/** Whether it is we who may not ask, or nobody who answers; admission plugins forbid as well, but no verb to a user. */
function isNoAnswer(line: string): boolean {
  return (
    /is forbidden: User "[^"]*" cannot \w+ resource|\(Unauthorized\)|You must be logged in/.test(line) ||
    /^(?:error: )?(?:The connection to the server|Unable to connect to the server|Get "https?:)/.test(line)
  );
}

/** The API server's sentence; of a Secret without any value. */
function refusalOf(object: Data, stderr: string): string {
  const sentence = sentenceOf(stderr);
  return object.kind === 'Secret'
    ? sentence.replaceAll(/(Invalid value|Unsupported value): (?:"(?:[^"\\]|\\.)*"|[^:]*)/g, '$1: (hidden)')
    : sentence;
}

/** Only the metadata leaves kubectl: the rest holds secrets, or much. */
const names = 'jsonpath={range .items[*]}{.apiVersion}{"\\t"}{.kind}{"\\t"}{.metadata}{"\\n"}{end}';

function list(kubectl: Kubectl, resources: readonly Resource[], selector: string | undefined): Listing {
  const wanted = resources.filter(({ groupKind, isListed }) => isListed && !recordOf(groupKind).made);
  progress('looking for what is no longer in the tree');
  const chosen = selector === undefined ? [] : ['-l', selector];
  const { status, stdout, stderr } = kubectl.run([
    'get',
    wanted.map(({ name }) => name).join(','),
    '--all-namespaces',
    '--ignore-not-found',
    ...chosen,
    '-o',
    names,
  ]);
  const unseen = linesOf(stderr).flatMap((line) => /cannot list resource "([^"]+)"/.exec(line)?.[1] ?? []);
  const others = linesOf(stderr).filter(
    (line) => /^(?:error|unable)/i.test(line) && !line.includes('cannot list resource'),
  );
  // Half a list would be a plan that leaves out what goes.
  if (status !== 0 && (others.length > 0 || (stdout === '' && unseen.length === 0))) kubectl.fail(stderr);
  const objects = stdout.split('\n').flatMap((line) => {
    const [apiVersion, kind, metadata] = line.split('\t');
    return metadata === undefined ? [] : [{ apiVersion, kind, metadata: JSON.parse(metadata) as Data }];
  });
  return { objects, unseen };
}

/** Objects one after another: a List would not be checked field by field. */
function stream(objects: readonly Data[]): string {
  return objects.map((object) => `${jsonText(object)}\n`).join('');
}

/** One object, or a List of several, with all digits of its numbers. */
function objectsIn({ stdout }: Ran): Data[] {
  if (stdout.trim() === '') return [];
  const { manifests, problems } = readManifest('the cluster', Buffer.from(stdout), exactYaml);
  if (problems.length > 0) throw new Error(`kubectl printed what cannot be read: ${problems[0]?.message}`);
  return manifests.map(({ object }) => object);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: '));
}
