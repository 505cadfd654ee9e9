import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { render } from '../../../charts';
import type { Environment } from '../../../settings/types';
import { layOut, type TreeObject } from '../../../pipeline/publish/tree/layout';
import { ROOT } from '../../support/environments';

/** As much of a rendered object as the tests look at. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly spec?: unknown;
}

export interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: { readonly limits?: Readonly<Record<string, string>> };
  readonly securityContext?: {
    readonly runAsUser?: number;
    readonly runAsGroup?: number;
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly procMount?: string;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly readOnly?: boolean;
  }[];
}

export interface Pod {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly hostUsers?: boolean;
  readonly runtimeClassName?: string;
  readonly securityContext: {
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly fsGroup: number;
    readonly seccompProfile?: { readonly localhostProfile?: string };
  };
  readonly volumes: readonly {
    readonly name: string;
    readonly configMap?: { readonly name: string; readonly defaultMode?: number };
    readonly emptyDir?: { readonly sizeLimit?: string };
    readonly persistentVolumeClaim?: object;
  }[];
}

/** OCI runtime seccomp profile. */
export interface Profile {
  defaultAction: string;
  defaultErrnoRet?: number;
  architectures: string[];
  syscalls: {
    names: string[];
    action: string;
    errnoRet?: number;
    args?: { index: number; value: number; valueTwo?: number; op: string }[];
  }[];
}

/** What a test takes from a rendered tree: the pod that runs sandboxes, and the objects it refers to. */
export interface Rendered {
  readonly namespace: string;
  readonly pod: Pod;
  readonly container: Container;
  readonly profile: Profile;
  readonly objects: readonly KubernetesObject[];
}

/** The workload of that name in the committed tree of an environment. */
export function committed(environment: string, workload = 'cave-kernel'): Rendered {
  const folder = path.join(ROOT, 'gitops', environment);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.yaml') && path.basename(file) !== 'kustomization.yaml',
  );
  return find(
    files.map((file) => load(readFileSync(path.join(folder, file), 'utf8')) as KubernetesObject),
    workload,
  );
}

/** The workload of that name as an environment that nobody committed would render it, read back from its YAML. */
export function variant(env: Environment, workload = 'cave-kernel'): Rendered {
  const folders = render(env).map((folder) => ({ ...folder, manifests: folder.manifests as readonly TreeObject[] }));
  return find(
    layOut(env.name, folders).map(({ text }) => load(text) as KubernetesObject),
    workload,
  );
}

/** The same pod, as far as the init container of that name runs in it. */
export function initContainer(rendered: Rendered, name: string): Rendered {
  const container = rendered.pod.initContainers?.find((candidate) => candidate.name === name);
  if (!container) throw new Error(`the pod has no init container ${name}`);
  return { ...rendered, container };
}

function find(objects: readonly KubernetesObject[], workload: string): Rendered {
  const found = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === workload);
  const pod = (found?.spec as { template: { spec: Pod } } | undefined)?.template.spec;
  const container = pod?.containers.find(({ name }) => name === workload);
  if (!found || !pod || !container) throw new Error(`nothing rendered is the Deployment ${workload}`);
  return { namespace: found.metadata.namespace ?? '', pod, container, profile: profileOf(pod, objects), objects };
}

/** The file the pod names, from whatever puts it on the nodes: a SeccompProfile or a ConfigMap of an installer. */
function profileOf(pod: Pod, objects: readonly KubernetesObject[]): Profile {
  const file = path.basename(pod.securityContext.seccompProfile?.localhostProfile ?? '');
  for (const { kind, metadata, spec, data } of objects) {
    if (kind === 'SeccompProfile' && `${metadata.name}.json` === file) return spec as Profile;
    const text = data?.[file];
    if (kind === 'ConfigMap' && text !== undefined) return JSON.parse(text) as Profile;
  }
  throw new Error(`nothing rendered is the profile ${file} that the pod names`);
}
