import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../../charts/component';
import { podOf } from '../../../kubernetes/kinds';
import { asAccount, searchPath, subfolder } from './programs';

interface Container {
  readonly name: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env?: { name: string; value?: string; valueFrom?: { secretKeyRef: { key: string } } }[];
  readonly volumeMounts?: { name: string; mountPath: string }[];
}

interface PodSpec {
  readonly containers: Container[];
  readonly initContainers?: Container[];
  readonly volumes?: {
    name: string;
    configMap?: { name: string };
    secret?: { items?: { key: string; path: string }[] };
    projected?: { sources: { serviceAccountToken?: { path: string } }[] };
  }[];
}

/** What a pod meets outside itself. */
export interface Surroundings {
  /** Values of Secrets, by key. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What stands in for names and ports of the cluster, longest first. */
  readonly addresses: readonly (readonly [string, string])[];
  /** What its service account shows to others than the API server. */
  readonly token?: string;
  /** Manifests next to the pod's; its ConfigMaps are among them. */
  readonly manifests: readonly Manifest[];
}

export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/**
 * The containers of a rendered pod as processes of this machine: their commands, arguments and variables as they stand
 * in the manifest, with folders of `folder` in the place of volumes and other addresses in the place of the cluster's.
 */
export class Pod {
  readonly spec: PodSpec;

  constructor(
    manifest: Manifest,
    readonly folder: string,
    private readonly surroundings: Surroundings,
  ) {
    this.spec = podOf(manifest)?.spec as unknown as PodSpec;
    for (const { name, configMap, secret, projected } of this.spec.volumes ?? []) {
      if (configMap) this.addFiles(name, this.configMap(configMap.name));
      for (const { serviceAccountToken } of projected?.sources ?? [])
        if (serviceAccountToken) this.addFiles(name, { [serviceAccountToken.path]: surroundings.token ?? '' });
      const items = secret?.items ?? [];
      this.addFiles(
        name,
        Object.fromEntries(items.map(({ key, path: file }) => [file, surroundings.secrets[key] ?? ''])),
      );
    }
  }

  private configMap(name: string): Record<string, string> {
    const found = this.surroundings.manifests.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name,
    );
    if (!found) throw new Error(`there is no ConfigMap ${name}`);
    return found.data as Record<string, string>;
  }

  private addFiles(volume: string, files: Readonly<Record<string, string>>): void {
    const folder = this.volume(volume);
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  }

  /** The folder that stands in for a volume. */
  volume(name: string): string {
    return subfolder(this.folder, name);
  }

  /** Runs one container to its end. */
  run(name: string, env: Record<string, string> = {}): Ended {
    const { command, options } = this.prepare(name, [], env);
    const [program, args] = asAccount(command);
    const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8', timeout: 600_000 });
    return { status, output: `${stdout}${stderr}` };
  }

  /** Runs the init containers, one after the other, until one fails. */
  initialize(): Ended {
    let last: Ended = { status: 0, output: '' };
    for (const { name } of this.spec.initContainers ?? []) {
      const { status, output } = this.run(name);
      last = { status, output: last.output + output };
      if (status !== 0) return last;
    }
    return last;
  }

  /** Starts a container; `more` arguments stand behind its own. */
  start(name: string, more: readonly string[] = []): Running {
    const { command, options } = this.prepare(name, more, {});
    const [program, args] = asAccount(command);
    return new Running(spawn(program, args, options));
  }

  private prepare(name: string, more: readonly string[], env: Record<string, string>) {
    const container = [...(this.spec.initContainers ?? []), ...this.spec.containers].find((one) => one.name === name);
    if (!container) throw new Error(`the pod has no container ${name}`);
    const here = (text: string) => this.translate(text, container);
    const variables = (container.env ?? []).map(({ name, value, valueFrom }) => [
      name,
      valueFrom ? this.surroundings.secrets[valueFrom.secretKeyRef.key] : here(value ?? ''),
    ]);
    return {
      command: [...[...(container.command ?? []), ...(container.args ?? [])].map(here), ...more],
      options: {
        cwd: this.folder,
        env: { PATH: searchPath, LC_ALL: 'C', HOME: this.folder, ...Object.fromEntries(variables), ...env },
      },
    };
  }

  /** Folders for mount paths, then addresses for addresses. */
  private translate(text: string, { volumeMounts = [] }: Container): string {
    const volumes = new Map(volumeMounts.map(({ name, mountPath }) => [mountPath, name]));
    const paths = [...volumes.keys()].sort((a, b) => b.length - a.length).join('|');
    // One pass, because the folders that stand in lie below /tmp, which is a mount path as well.
    const mounts = new RegExp(`(?<![\\w/.$}])(${paths})(?![\\w-])`, 'g');
    const local = paths === '' ? text : text.replaceAll(mounts, (mount) => this.volume(volumes.get(mount) ?? ''));
    return this.surroundings.addresses.reduce((result, [from, to]) => result.replaceAll(from, to), local);
  }
}

const children = new Set<ChildProcess>();

/** Ends whatever a failed test has left running. */
export function endAll(): void {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
}

/** A process that goes on. */
export class Running {
  output = '';
  status: number | null | undefined;
  private readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    children.add(child);
    child.stdout?.on('data', (data) => (this.output += data));
    child.stderr?.on('data', (data) => (this.output += data));
    this.ended = new Promise((resolve) =>
      child.on('exit', (status) => {
        this.status = status;
        resolve(status);
      }),
    );
  }

  /** Its exit status, once it has one. */
  end(): Promise<number | null> {
    return this.ended;
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
