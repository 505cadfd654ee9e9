import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { climbs, forContainers, isEmpty, isSet, notChosen, volumesOf } from './scope';

/** Mounts name a volume of the pod. */
export const mountVolume = forContainers({
  id: 'value/mount-volume',
  description: 'a mount of a volume that the pod does not have',
  example: '`volumeMounts: [{ name: data, mountPath: /data }]` without a volume "data"',
  *check({ volumeMounts }, path, pod) {
    const mounts = mapsOf(volumeMounts);
    if (mounts.length === 0) return;
    const volumes = volumesOf(pod);
    for (const { item, index } of mounts) {
      if (typeof item.name === 'string' && !volumes.has(item.name))
        yield wrong([...path, 'volumeMounts', index, 'name'], `the pod has no volume "${item.name}"; add it`);
    }
  },
});

/** Mounts go to different places. */
export const mountPath = forContainers({
  id: 'value/mount-path',
  description: 'a mount without a path, or two mounts at the same path',
  example: '`mountPath: /data` twice',
  *check({ volumeMounts, volumeDevices }, path) {
    const mounts = mapsOf(volumeMounts);
    for (const { item, index } of mounts)
      if (item.mountPath === '') yield wrong([...path, 'volumeMounts', index, 'mountPath'], 'is empty; say where');
    const devices = mapsOf(volumeDevices).map(({ item, index }) => ({
      key: textOf(item.devicePath),
      path: [...path, 'volumeDevices', index, 'devicePath'],
    }));
    const places = mounts.map(({ item, index }) => ({
      key: textOf(item.mountPath),
      path: [...path, 'volumeMounts', index, 'mountPath'],
    }));
    yield* repeated([...places, ...devices], (place) => `something is mounted at "${place}" already; choose another`);
  },
});

const fromRoot = /^(?:\/|[A-Za-z]:[\\/]|\\)/;

/** Mounts begin at the root. The API server takes relative paths; what they are relative to is up to the runtime. */
export const mountRelative = forContainers({
  id: 'value/mount-relative',
  description: 'a mount at a relative path',
  example: '`mountPath: data`',
  *check({ volumeMounts }, path) {
    for (const { item, index } of mapsOf(volumeMounts)) {
      if (typeof item.mountPath === 'string' && item.mountPath !== '' && !fromRoot.test(item.mountPath))
        yield wrong([...path, 'volumeMounts', index, 'mountPath'], `"${item.mountPath}" must begin with "/"`);
    }
  },
});

/** Parts of volumes stay inside them. */
export const mountSubPath = forContainers({
  id: 'value/mount-sub-path',
  description: 'a sub path that is absolute, climbs with "..", or stands beside `subPathExpr`',
  example: '`subPath: ../secret`',
  *check({ volumeMounts }, path) {
    for (const { item, index } of mapsOf(volumeMounts)) {
      const here = [...path, 'volumeMounts', index];
      for (const field of ['subPath', 'subPathExpr']) {
        const part = textOf(item[field]) ?? '';
        if (part.startsWith('/') || climbs(part))
          yield wrong([...here, field], `"${part}" must be a relative path without ".."`);
      }
      if (!isEmpty(item.subPath) && !isEmpty(item.subPathExpr))
        yield wrong([...here, 'subPathExpr'], 'there is a "subPath" already; keep one');
    }
  },
});

/** How mounts are shared with the node. */
export const mountPropagation = forContainers({
  id: 'value/mount-propagation',
  description: 'an unknown mount propagation, or `Bidirectional` without `privileged`',
  example: '`mountPropagation: Bidirectional` in a container that is not privileged',
  *check({ volumeMounts, securityContext }, path) {
    const { privileged } = mapOf(securityContext);
    for (const { item, index } of mapsOf(volumeMounts)) {
      const field = [...path, 'volumeMounts', index, 'mountPropagation'];
      yield* notChosen(field, item.mountPropagation, ['None', 'HostToContainer', 'Bidirectional']);
      if (item.mountPropagation === 'Bidirectional' && privileged !== true)
        yield wrong(field, '"Bidirectional" is for privileged containers; use "HostToContainer"');
      yield* recursiveFindings(item, [...path, 'volumeMounts', index, 'recursiveReadOnly']);
    }
  },
});

function* recursiveFindings({ recursiveReadOnly, readOnly, mountPropagation: mode }: Data, path: FieldPath) {
  if (!isSet(recursiveReadOnly) || recursiveReadOnly === 'Disabled') return;
  yield* notChosen(path, recursiveReadOnly, ['Disabled', 'IfPossible', 'Enabled']);
  if (readOnly !== true) yield wrong(path, 'needs "readOnly: true"; set it');
  if (isSet(mode) && mode !== 'None') yield wrong(path, 'needs "mountPropagation: None"; remove the other');
}

/** Raw devices come from claims. */
export const volumeDevices = forContainers({
  id: 'value/volume-device',
  description: 'a block device of a volume that is not a claim, is not there, or is mounted as well',
  example: '`volumeDevices: [{ name: config, devicePath: /dev/x }]` of a ConfigMap',
  *check({ volumeDevices: list, volumeMounts }, path, pod) {
    const devices = mapsOf(list);
    if (devices.length === 0) return;
    const volumes = volumesOf(pod);
    const mounted = new Set(mapsOf(volumeMounts).map(({ item }) => item.name));
    for (const { item, index } of devices) {
      const here = [...path, 'volumeDevices', index];
      yield* deviceFindings(item, volumes.get(textOf(item.name) ?? ''), here);
      if (mounted.has(item.name)) yield wrong([...here, 'name'], 'is mounted as well; keep one of them');
    }
    yield* repeated(
      devices.map(({ item, index }) => ({ key: textOf(item.name), path: [...path, 'volumeDevices', index, 'name'] })),
      (name) => `"${name}" is a device already; keep one`,
    );
  },
});

function* deviceFindings({ name, devicePath }: Data, volume: Data | undefined, path: FieldPath): Generator<Finding> {
  if (!volume) yield wrong([...path, 'name'], `the pod has no volume "${String(name)}"; add it`);
  else if (!isSet(volume.persistentVolumeClaim) && !isSet(volume.ephemeral))
    yield wrong([...path, 'name'], 'only claims have block devices; use "volumeMounts"');
  if (devicePath === '') yield wrong([...path, 'devicePath'], 'is empty; say where');
  if (climbs(textOf(devicePath) ?? '')) yield wrong([...path, 'devicePath'], 'must not have ".."');
}
