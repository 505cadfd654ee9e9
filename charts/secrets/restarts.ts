import { listOf, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { containersOf, podOf } from '../../kubernetes/kinds';
import type { Environment } from '../../settings/types';
import type { Manifest } from '../component';
import { sandboxPlace } from '../places';

const kinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Workloads for which a restart changes nothing: Postgres reads passwords when it makes its first database, once. */
const unmoved: ReadonlySet<string> = new Set(['postgres']);

/**
 * Says on a workload which Secrets it reads, in the words of Stakater Reloader, which starts new pods when the content
 * of one changes. By name and not with its `auto`, because changes of ConfigMaps already show in the pod template.
 */
export function restartOnChange(manifest: Manifest, env: Environment): Manifest {
  if (env.secrets.restarts !== 'reloader' || !kinds.includes(manifest.kind)) return manifest;
  const { name } = manifest.metadata;
  if (unmoved.has(name) || (name === sandboxPlace(env) && !env.secrets.restartSandboxes)) return manifest;
  const secrets = readSecrets(manifest);
  if (secrets.length === 0) return manifest;
  const { annotations: own, ...metadata } = manifest.metadata;
  const annotations = { ...own, 'secret.reloader.stakater.com/reload': secrets.join(',') };
  return { ...manifest, metadata: { annotations, ...metadata } };
}

/** The Secrets that a workload's pods read through variables or files, sorted. */
function readSecrets(manifest: Manifest): string[] {
  const pod = podOf(manifest);
  if (!pod) return [];
  const variables = containersOf(pod).flatMap(({ container }) => [
    ...mapsOf(container.env).map(({ item }) => mapOf(mapOf(item.valueFrom).secretKeyRef).name),
    ...mapsOf(container.envFrom).map(({ item }) => mapOf(item.secretRef).name),
  ]);
  const volumes = mapsOf(pod.spec.volumes).flatMap(({ item }) => [
    mapOf(item.secret).secretName,
    ...listOf(mapOf(item.projected).sources).map((source) => mapOf(mapOf(source).secret).name),
  ]);
  return [...new Set([...variables, ...volumes].flatMap((found) => textOf(found) ?? []))].sort();
}
