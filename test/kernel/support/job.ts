import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cgroupFolder, mappedTo, type OciConfig, ociConfig } from './oci';
import type { KubernetesObject, Rendered } from './rendered';

/** A container made of a rendered pod, and what runs in the place of the server. */
export interface Job {
  readonly rendered: Rendered;
  /** Shell scripts by name, run one after the other as the server would run; a job without any runs nothing. */
  readonly steps: Readonly<Record<string, string>>;
  /** Changes what the runtime is given. */
  readonly change?: (config: OciConfig) => void;
  /** More files for /app, by name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What came of a job: of the container itself, and of each step. */
export interface JobResult extends Ran {
  readonly steps: Readonly<Record<string, Ran>>;
}

/** Where jobs lie and where their containers' root file system is, on the machine that runs them. */
export const machine = { folder: '/run/work', rootfs: '/run/rootfs' } as const;

const programs = path.resolve(__dirname, '../programs');

/** Writes a job below `folder` as an OCI bundle whose volumes hold the rendered files. `binaries` has the C programs. */
export function writeJob(folder: string, name: string, job: Job, binaries: string): void {
  const bundle = path.join(folder, 'jobs', name);
  for (const part of ['volumes', 'app/steps', 'out']) mkdirSync(path.join(bundle, part), { recursive: true });
  for (const program of readdirSync(binaries)) cpSync(path.join(binaries, program), path.join(bundle, 'app', program));
  for (const server of ['cave-kernel', 'cave-daemon']) {
    cpSync(path.join(programs, 'plan.sh'), path.join(bundle, 'app', server));
    chmodSync(path.join(bundle, 'app', server), 0o755);
  }
  Object.entries(job.steps).forEach(([step, script], index) =>
    writeFileSync(path.join(bundle, 'app/steps', `${String(index).padStart(3, '0')}-${step}`), script),
  );
  for (const [file, content] of Object.entries(job.files ?? {})) {
    mkdirSync(path.dirname(path.join(bundle, 'app', file)), { recursive: true });
    writeFileSync(path.join(bundle, 'app', file), content, { mode: 0o755 });
  }

  const config = ociConfig(job.rendered, name, machine.rootfs);
  config.mounts.push(...volumes(job.rendered, bundle), bind('app', '/app', 'ro'), bind('out', '/out', 'rw'));
  // Who the group belongs to from the start, where the runtime hands it over.
  if (config.mounts.some(({ destination, options }) => destination === cgroupFolder && options.includes('rw'))) {
    config.hooks.createRuntime = [hook('delegate.sh', String(config.process.user.uid))];
  }
  job.change?.(config);
  const first = config.linux.uidMappings ? mappedTo : 0;
  const isFile = ({ source }: { source: string }) => /\.[a-z]+$/.test(source);
  const lines = (list: readonly { destination: string }[]) =>
    list.map(({ destination }) => `${destination}\n`).join('');
  writeFileSync(path.join(bundle, 'folders'), lines(config.mounts.filter((mount) => !isFile(mount))));
  writeFileSync(path.join(bundle, 'mounted-files'), lines(config.mounts.filter(isFile)));
  writeFileSync(path.join(bundle, 'volume-owner'), `${first}:${first + job.rendered.pod.securityContext.fsGroup}\n`);
  writeFileSync(path.join(bundle, 'config.json'), JSON.stringify(config));
}

/** A program of ours that the runtime calls for a container. */
export function hook(program: string, ...args: string[]) {
  const file = `${machine.folder}/programs/${program}`;
  return { path: '/bin/sh', args: ['sh', file, ...args], timeout: 600 };
}

/** What the steps and the container of a job said. */
export function readJob(folder: string, name: string): JobResult {
  const out = path.join(folder, 'jobs', name, 'out');
  const ran = (prefix: string): Ran => {
    const text = (suffix: string) => readFileSync(path.join(out, `${prefix}${suffix}`), 'utf8');
    return { status: Number(text('status')), stdout: text('stdout'), stderr: text('stderr') };
  };
  if (!existsSync(path.join(out, 'status'))) throw new Error(`the machine did not get to job ${name}`);
  const steps = readdirSync(out).filter((file) => /^\d+-.*\.status$/.test(file));
  return {
    ...ran(''),
    steps: Object.fromEntries(
      steps.map((file) => [file.slice(4, -'.status'.length), ran(file.slice(0, -'status'.length))]),
    ),
  };
}

function volumes({ pod, container, namespace, objects }: Rendered, bundle: string) {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, readOnly }) => {
    const volume = pod.volumes.find((candidate) => candidate.name === name);
    const folder = path.join('volumes', name);
    if (volume?.emptyDir)
      return { destination: mountPath, type: 'tmpfs', source: 'tmpfs', options: ['rw', 'mode=1777'] };
    mkdirSync(path.join(bundle, folder), { recursive: true });
    if (volume?.persistentVolumeClaim) chmodSync(path.join(bundle, folder), 0o2775);
    else if (volume?.configMap) {
      const { name: map, defaultMode } = volume.configMap;
      const found = objects.find(
        ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === map && metadata.namespace === namespace,
      );
      if (!found) throw new Error(`no ConfigMap ${map} is rendered`);
      writeFiles(path.join(bundle, folder), found, defaultMode ?? 0o644);
    } else throw new Error(`volume ${name} is of a kind that the tests do not know`);
    return bind(path.join(folder, subPath ?? ''), mountPath, readOnly ? 'ro' : 'rw');
  });
}

function writeFiles(folder: string, { data, binaryData }: KubernetesObject, mode: number): void {
  for (const [file, text] of Object.entries(data ?? {})) writeFileSync(path.join(folder, file), text, { mode });
  for (const [file, text] of Object.entries(binaryData ?? {})) {
    writeFileSync(path.join(folder, file), Buffer.from(text, 'base64'), { mode });
  }
}

function bind(source: string, destination: string, access: 'ro' | 'rw') {
  return { destination, type: 'bind', source, options: ['bind', access] };
}
