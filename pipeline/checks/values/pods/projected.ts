import { type Data, type FieldPath, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { fileFindings, itemFindings, modeFindings, pathFindings } from './files';
import { isEmpty, isSet } from './scope';

const kinds = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'];

/** What is wrong with a volume that gathers several sources. */
export function* projectedFindings({ sources, defaultMode }: Data, path: FieldPath): Generator<Finding> {
  yield* modeFindings(defaultMode, [...path, 'defaultMode']);
  const files = [];
  for (const { item, index } of mapsOf(sources)) {
    const here = [...path, 'sources', index];
    const given = kinds.filter((kind) => isSet(item[kind]));
    if (given.length > 1) yield wrong([...here, given[1] ?? ''], 'is a second source; make two entries of it');
    for (const kind of given) yield* sourceFindings(kind, mapOf(item[kind]), [...here, kind]);
    for (const kind of given) files.push(...filesOf(kind, mapOf(item[kind]), [...here, kind]));
  }
  yield* repeated(files, (file) => `another source puts a file at "${file}" already; choose another path`);
}

function* sourceFindings(kind: string, source: Data, path: FieldPath): Generator<Finding> {
  if (kind === 'secret' || kind === 'configMap') {
    if (isEmpty(source.name)) yield wrong(path, `names no ${kind}; set "name"`);
    yield* itemFindings(source.items, [...path, 'items']);
  } else if (kind === 'downwardAPI') {
    for (const { item, index } of mapsOf(source.items)) yield* fileFindings(item, [...path, 'items', index]);
  } else if (kind === 'serviceAccountToken') yield* tokenFindings(source, path);
  else if (kind === 'clusterTrustBundle') yield* bundleFindings(source, path);
}

function* tokenFindings({ expirationSeconds, path: file }: Data, path: FieldPath): Generator<Finding> {
  const seconds = numberOf(expirationSeconds) ?? 3600;
  if (seconds < 600 || seconds > 2 ** 32)
    yield wrong([...path, 'expirationSeconds'], 'must be 600 (10 minutes) to 4294967296');
  yield* pathFindings(file, [...path, 'path']);
}

function* bundleFindings({ name, signerName, labelSelector, path: file }: Data, path: FieldPath): Generator<Finding> {
  if (isSet(name) === isSet(signerName)) yield wrong(path, 'needs one of "name", "signerName"');
  if (isSet(name) && isSet(labelSelector))
    yield wrong([...path, 'labelSelector'], 'is for "signerName" only; remove it');
  yield* pathFindings(file, [...path, 'path']);
}

/** The files that a source says it makes. Paths of tokens are not compared. */
function filesOf(kind: string, source: Data, path: FieldPath): { key: string | undefined; path: FieldPath }[] {
  if (kind === 'clusterTrustBundle') return [{ key: textOf(source.path), path: [...path, 'path'] }];
  if (kind === 'serviceAccountToken') return [];
  return mapsOf(source.items).map(({ item, index }) => ({
    key: textOf(item.path) || undefined,
    path: [...path, 'items', index, 'path'],
  }));
}
