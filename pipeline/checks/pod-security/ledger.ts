import { readFileSync } from 'node:fs';
import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { type Level, levels } from '../../../kubernetes/pod-security/check';
import { readOneYaml } from '../../yaml/read';
import type { Manifest } from '../../objects/manifest';

/** The level that a namespace has been given, and why. */
export interface LedgerEntry {
  /** Name without the environment's prefix: `web` is `shop-dev-web` too. */
  readonly namespace: string;
  readonly environments: readonly string[];
  readonly level: Level;
  readonly reason: string;
  /** Where it stands in the file. */
  readonly path: FieldPath;
}

/** What the ledger has to know of the trees that it is about. */
export interface LedgerScope {
  /** Whether trees are whole environments, so that an entry without a namespace is one that nobody needs. */
  readonly complete: boolean;
  /** The label by which a namespace says which environment it belongs to; one without is somebody else's. */
  readonly environmentLabel: string;
}

/** policy/pod-security.yaml. */
export interface PodSecurityLedger extends LedgerScope {
  /** The file itself, so that problems can point into it. */
  readonly manifest: Manifest;
  readonly entries: readonly LedgerEntry[];
  /** Fields that make an entry none. */
  readonly mistakes: readonly { readonly path: FieldPath; readonly message: string }[];
}

/** Reads `namespaces: [{ namespace, environments, level, reason }]`. Throws when the file cannot be read. */
export function readPodSecurityLedger(file: string, scope: LedgerScope): PodSecurityLedger {
  return parsePodSecurityLedger(file, readFileSync(file, 'utf8'), scope);
}

/** The same, of a text. */
export function parsePodSecurityLedger(file: string, text: string, scope: LedgerScope): PodSecurityLedger {
  const manifest: Manifest = { file, text, document: 0, base: [], object: {} };
  const read = readOneYaml(text);
  if ('error' in read)
    return { manifest, entries: [], mistakes: [{ path: [], message: read.error.message }], ...scope };
  const { namespaces } = mapOf(read.data);
  if (!Array.isArray(namespaces)) {
    const message = 'needs a list called namespaces';
    return { manifest, entries: [], mistakes: [{ path: [], message }], ...scope };
  }
  const parsed = mapsOf(namespaces).map(({ item, index }) => entryOf(item, ['namespaces', index]));
  return {
    manifest,
    entries: parsed.flatMap(({ entry }) => entry ?? []),
    mistakes: parsed.flatMap(({ mistake }) => mistake ?? []),
    ...scope,
  };
}

function entryOf(
  item: Data,
  path: FieldPath,
): { entry?: LedgerEntry; mistake?: PodSecurityLedger['mistakes'][number] } {
  const level = levels.find((one) => one === item.level);
  const environments = listOf(item.environments).flatMap((one) => textOf(one) ?? []);
  const [namespace, reason] = [textOf(item.namespace), textOf(item.reason)];
  if (namespace && reason && level && environments.length > 0) {
    return { entry: { namespace, environments, level, reason, path } };
  }
  return { mistake: { path, message: `needs namespace, environments, level (${levels.join(', ')}) and reason` } };
}
