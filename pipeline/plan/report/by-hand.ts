import { at, type Data, mapsOf, textOf } from '../../../kubernetes/access';
import type { Comparison } from '../compare';
import { isAppliedByHand } from '../engines';
import type { Entry } from '../tree';
import { code, escape } from './markdown';
import { dangerReasons, nameOf } from './words';

/** What people have to do themselves, as items of a list in Markdown. */
export interface ByHand {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What no engine does: values in the store, backups, what the API server refuses; then what waits to be told to. */
export function byHand(comparison: Comparison): ByHand {
  const { name, plan, objects, after } = comparison;
  const grave = (risk: string, what: string) =>
    plan.changes
      .filter((change) => change.risk === risk)
      .map((change) => `${what} ${code(nameOf(change.object))}: ${dangerReasons(change).map(escape).join('; ')}`);
  const waiting = objects.flatMap(({ after }) => (after && isSuspendedJob(after) ? [after] : []));
  const folders = new Set(
    objects.flatMap(({ after: entry }) => (entry && isAppliedByHand(entry, after) ? [entry.component] : [])),
  );
  return {
    before: [
      ...newValues(comparison).map((key) => `put a value for ${code(key)} into the secret store`),
      ...grave('refused', 'the API server refuses it as it is; make way for'),
      ...grave('irreversible', 'save what is lost with'),
    ],
    after: [
      ...[...folders]
        .sort()
        .map((folder) => `apply what no engine does: ${code(`kubectl apply -k gitops/${name}/${folder}`)}`),
      ...waiting.map(({ namespace, name: job }) => `start it when you want to: ${code(start(namespace, job))}`),
    ],
  };
}

function isSuspendedJob({ kind, manifest }: Entry): boolean {
  return kind === 'batch/Job' && at(manifest.object, ['spec', 'suspend']) === true;
}

function start(namespace: string, job: string): string {
  return `kubectl --namespace ${namespace} patch job ${job} --type merge --patch '{"spec":{"suspend":false}}'`;
}

/** Values that ExternalSecrets fetch now and did not before. */
function newValues({ before, after }: Comparison): string[] {
  const known = new Set(before.entries.flatMap(valuesOf));
  return [...new Set(after.entries.flatMap(valuesOf))].filter((key) => !known.has(key)).sort();
}

function valuesOf({ kind, manifest }: Entry): string[] {
  if (kind !== 'external-secrets.io/ExternalSecret') return [];
  return mapsOf(at(manifest.object, ['spec', 'data'])).flatMap(({ item }) => valueOf(at(item, ['remoteRef']) as Data));
}

function valueOf(reference: Data): string[] {
  const [key, property] = [textOf(at(reference, ['key'])), textOf(at(reference, ['property']))];
  return key === undefined ? [] : [property === undefined ? key : `${key} ${property}`];
}
