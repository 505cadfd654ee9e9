import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { ROOT } from '../../support/environments';

/** What the suites read of an object. */
export interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly template?: { readonly spec: Pod };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pod } } };
    readonly managed?: {
      readonly roles: readonly {
        readonly name: string;
        readonly login?: boolean;
        readonly ensure: 'present' | 'absent';
        readonly connectionLimit?: number;
        readonly inRoles?: readonly string[];
      }[];
    };
    readonly target?: { readonly template: { readonly data: Readonly<Record<string, string>> } };
  };
}

export interface Pod {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** Every object that is committed for an environment. */
export function committed(environment: string): Rendered[] {
  const folder = path.join(ROOT, 'gitops', environment);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'))
    .sort()
    .flatMap((file) => loadAll(readFileSync(path.join(folder, file), 'utf8')) as Rendered[]);
}

/** The only object of a kind whose name is this one, or this one and a digest. */
export function find(objects: readonly Rendered[], kind: string, name: string): Rendered {
  const named = new RegExp(`^${name}(-[0-9a-f]{10})?$`);
  const found = objects.filter((object) => object.kind === kind && named.test(object.metadata.name));
  if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} ${kind} called ${name}`);
  return found[0];
}

/** The pod of a Job or CronJob. */
export function podOf({ kind, metadata, spec }: Rendered): Pod {
  const pod = (spec.template ?? spec.jobTemplate?.spec.template)?.spec;
  if (!pod) throw new Error(`${kind} ${metadata.name} has no pod`);
  return pod;
}
