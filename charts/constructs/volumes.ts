import type { Construct } from 'constructs';
import {
  KubePersistentVolumeClaim,
  type PersistentVolumeClaimSpec,
  Quantity,
  type Volume,
  type VolumeMount,
} from './k8s';

/** A size-limited scratch folder; with a read-only root file system programs still need one. */
export function scratch(name: string, mountPath: string, size = '64Mi'): [Volume, VolumeMount] {
  return [
    { name, emptyDir: { sizeLimit: Quantity.fromString(size) } },
    { name, mountPath },
  ];
}

/** The files of a ConfigMap, read-only. */
export function configFiles(configMap: string, mountPath: string, defaultMode?: number): [Volume, VolumeMount] {
  return [
    { name: configMap, configMap: { name: configMap, defaultMode } },
    { name: configMap, mountPath, readOnly: true },
  ];
}

/** The files of a Secret, readable by the pod's group only. */
export function secretFiles(secret: string, mountPath: string): [Volume, VolumeMount] {
  return [
    { name: secret, secret: { secretName: secret, defaultMode: 0o440 } },
    { name: secret, mountPath, readOnly: true },
  ];
}

/** Where pods find the files of a Secret: not in /etc or /usr, which sandboxes see. */
export function secretFolder(secret: string): string {
  return `/var/run/secrets/bkg.dev/${secret}`;
}

/** Some keys of a Secret as files in its folder, readable by the pod's group only. The kubelet keeps them current. */
export function secretKeyFiles(secret: string, keys: readonly string[]): [Volume, VolumeMount] {
  const name = `${secret}-files`;
  const items = keys.map((key) => ({ key, path: key }));
  return [
    { name, secret: { secretName: secret, defaultMode: 0o440, items } },
    { name, mountPath: secretFolder(secret), readOnly: true },
  ];
}

/** Splits `[volume, mount]` pairs into what a pod and what a container wants. */
export function mounted(...pairs: [Volume, VolumeMount][]): { volumes: Volume[]; volumeMounts: VolumeMount[] } {
  return { volumes: pairs.map(([volume]) => volume), volumeMounts: pairs.map(([, mount]) => mount) };
}

/** A claimed volume, mounted for reading and writing. */
export function claimedFolder(claimName: string, mountPath: string): [Volume, VolumeMount] {
  return [
    { name: claimName, persistentVolumeClaim: { claimName } },
    { name: claimName, mountPath },
  ];
}

/** A volume that survives its pods, mounted by one node at a time. */
export function claim(scope: Construct, name: string, storage: { size: string; storageClass?: string }): void {
  new KubePersistentVolumeClaim(scope, `claim-${name}`, {
    metadata: { name },
    spec: claimSpec(storage),
  });
}

/** A volume that is made for one pod and goes with it; for more than a node's own disk should hold. */
export function temporaryClaim(
  name: string,
  mountPath: string,
  storage: { size: string; storageClass?: string },
): [Volume, VolumeMount] {
  return [
    { name, ephemeral: { volumeClaimTemplate: { spec: claimSpec(storage) } } },
    { name, mountPath },
  ];
}

/** What a claim asks for: a volume that is mounted by one node at a time. */
export function claimSpec(storage: { size: string; storageClass?: string }): PersistentVolumeClaimSpec {
  return {
    accessModes: ['ReadWriteOnce'],
    storageClassName: storage.storageClass,
    resources: { requests: { storage: Quantity.fromString(storage.size) } },
  };
}
