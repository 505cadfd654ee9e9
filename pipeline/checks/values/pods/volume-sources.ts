import { type Data, type FieldPath, mapOf, mapsOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';

import { quantityOf } from '../cluster/resources';
import { notOneOf, wrong } from '../for-kinds';
import { labelFindings } from '../metadata/labels';
import { claimFindings } from './claims';
import { fileFindings, itemFindings, modeFindings } from './files';
import { projectedFindings } from './projected';
import { climbs, isEmpty, isSet } from './scope';

type SourceCheck = (source: Data, path: FieldPath) => Iterable<Finding>;

/** A check that some fields are there and not empty. */
function needs(...fields: readonly string[]): SourceCheck {
  return function* check(source, path) {
    for (const field of fields) yield* needed(source, field, path);
  };
}

function* needed(source: Data, field: string, path: FieldPath): Generator<Finding> {
  if (isEmpty(source[field])) yield wrong(path, `needs "${field}"; set it`);
}

const hostPathTypes = ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

function* hostPath({ path: place, type }: Data, path: FieldPath): Generator<Finding> {
  if (place === '') yield wrong([...path, 'path'], 'is empty; say where on the node');
  if (typeof place === 'string' && climbs(place)) yield wrong([...path, 'path'], 'must not have ".."');
  yield* notOneOf([...path, 'type'], type, hostPathTypes);
}

function* emptyDir({ sizeLimit }: Data, path: FieldPath): Generator<Finding> {
  const size = quantityOf(sizeLimit);
  if (size !== undefined && !(size >= 0)) yield wrong([...path, 'sizeLimit'], 'must be a quantity of 0 or more');
}

/** Keys of an object as files. */
function keys(nameField: string): SourceCheck {
  return function* check(source, path) {
    yield* needed(source, nameField, path);
    yield* modeFindings(source.defaultMode, [...path, 'defaultMode']);
    yield* itemFindings(source.items, [...path, 'items']);
  };
}

function* downwardApi({ items, defaultMode }: Data, path: FieldPath): Generator<Finding> {
  yield* modeFindings(defaultMode, [...path, 'defaultMode']);
  for (const { item, index } of mapsOf(items)) yield* fileFindings(item, [...path, 'items', index]);
}

const driverName = /^[a-zA-Z0-9](?:[-a-zA-Z0-9.]*[a-zA-Z0-9])?$/;

function* csi({ driver, nodePublishSecretRef }: Data, path: FieldPath): Generator<Finding> {
  if (typeof driver === 'string' && (driver.length > 63 || !driverName.test(driver)))
    yield wrong([...path, 'driver'], `"${driver}" is not a valid driver name`);
  const { name } = mapOf(nodePublishSecretRef);
  if (isSet(nodePublishSecretRef) && !isDnsSubdomain(String(name ?? '')))
    yield wrong([...path, 'nodePublishSecretRef'], 'names no Secret; set "name"');
}

const templateFields = new Set(['labels', 'annotations']);

function* ephemeral({ volumeClaimTemplate }: Data, path: FieldPath): Generator<Finding> {
  const here = [...path, 'volumeClaimTemplate'];
  if (!isSet(volumeClaimTemplate)) yield wrong(path, 'needs "volumeClaimTemplate"; set it');
  const { metadata, spec } = mapOf(volumeClaimTemplate);
  for (const field in mapOf(metadata))
    if (!templateFields.has(field) && !isEmpty(mapOf(metadata)[field]))
      yield wrong([...here, 'metadata', field], 'is decided by the pod; remove it');
  yield* labelFindings(mapOf(metadata).labels, [...here, 'metadata', 'labels']);
  if (isSet(spec)) yield* claimFindings(mapOf(spec), [...here, 'spec']);
}

function* image({ reference, pullPolicy }: Data, path: FieldPath): Generator<Finding> {
  if (isEmpty(reference)) yield wrong(path, 'needs "reference"; set it');
  yield* notOneOf([...path, 'pullPolicy'], pullPolicy, ['Always', 'IfNotPresent', 'Never']);
}

function* nfs(source: Data, path: FieldPath): Generator<Finding> {
  yield* needs('server', 'path')(source, path);
  if (typeof source.path === 'string' && source.path !== '' && !source.path.startsWith('/'))
    yield wrong([...path, 'path'], 'must begin with "/"');
}

/** What each kind of source asks for. */
export const sourceChecks: Readonly<Record<string, SourceCheck>> = {
  awsElasticBlockStore: needs('volumeID'),
  azureFile: needs('secretName', 'shareName'),
  cephfs: needs('monitors'),
  cinder: needs('volumeID'),
  configMap: keys('name'),
  csi,
  downwardAPI: downwardApi,
  emptyDir,
  ephemeral,
  flexVolume: needs('driver'),
  gcePersistentDisk: needs('pdName'),
  gitRepo: needs('repository'),
  glusterfs: needs('endpoints', 'path'),
  hostPath,
  image,
  iscsi: needs('targetPortal', 'iqn'),
  nfs,
  persistentVolumeClaim: needs('claimName'),
  projected: projectedFindings,
  rbd: needs('monitors', 'image'),
  secret: keys('secretName'),
  vsphereVolume: needs('volumePath'),
};
