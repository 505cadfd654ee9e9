import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programs } from './programs';
import type { Container, Pod } from './tree';

/** What a pod finds around it. */
export interface Surroundings {
  /** An empty folder of its own. */
  readonly folder: string;
  /** Folders of its images, by their path inside. */
  readonly image?: Readonly<Record<string, string>>;
  readonly secret: (name: string) => Readonly<Record<string, string>>;
  readonly configMap: (name: string) => Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A pod whose containers run as processes of this machine, with the paths of its mounts moved to real folders. */
export interface RunningPod {
  readonly ended: Promise<Ended>;
  /** Ends every process of it at once, as the death of its node does. */
  kill(): void;
}

/** Starts the containers one after the other, init containers first; stops at the first that fails. */
export function startPod(pod: Pod, around: Surroundings): RunningPod {
  let killed = false;
  let group: number | undefined;
  const moved = moveMounts(pod, around);
  const run = async (): Promise<Ended> => {
    let output = '';
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
      if (killed) return { code: 137, output };
      const process = startContainer(container, around, moved);
      group = process.pid;
      const ended = await process.ended;
      output += ended.output;
      if (ended.code !== 0) return { code: ended.code, output };
    }
    return { code: 0, output };
  };
  return {
    ended: run(),
    kill() {
      killed = true;
      try {
        if (group !== undefined) process.kill(-group, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    },
  };
}

function startContainer(container: Container, around: Surroundings, moved: (text: string) => string) {
  const variables: Record<string, string> = {};
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    const { name: secret = '', key = '' } = valueFrom?.secretKeyRef ?? {};
    const found = valueFrom ? around.secret(secret)[key] : expand(value, variables);
    if (found === undefined) throw new Error(`Secret ${secret} has no key ${key}`);
    variables[name] = found;
  }
  const [program = '', ...args] = [...(container.command ?? []), ...(container.args ?? [])].map((text) =>
    moved(expand(text, variables)),
  );
  const child = spawn(program, args, {
    detached: true,
    cwd: around.folder,
    env: {
      PATH: programs,
      ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, moved(value)])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 137, output }));
  });
  return { pid: child.pid, ended };
}

/** `$(NAME)` as the kubelet replaces it: names that it does not know stay. */
function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([\w.-]+)\)/g, (all, name?: string) => (name ? (variables[name] ?? all) : '$'));
}

/** Gives every volume a folder, and replaces the paths at which containers expect them. */
function moveMounts(pod: Pod, around: Surroundings): (text: string) => string {
  const places = new Map(Object.entries(around.image ?? {}));
  for (const { name, mountPath } of [...(pod.initContainers ?? []), ...pod.containers].flatMap(
    ({ volumeMounts = [] }) => volumeMounts,
  )) {
    const folder = path.join(around.folder, name);
    mkdirSync(folder, { recursive: true });
    const configMap = pod.volumes?.find((volume) => volume.name === name)?.configMap?.name;
    for (const [file, text] of Object.entries(configMap ? around.configMap(configMap) : {})) {
      writeFileSync(path.join(folder, file), text);
    }
    places.set(mountPath, folder);
  }
  const paths = [...places.keys()].sort((a, b) => b.length - a.length);
  if (paths.length === 0) return (text) => text;
  const anywhere = new RegExp(`(?<![\\w/.])(${paths.join('|')})(?![\\w-])`, 'g');
  return (text) => text.replace(anywhere, (mount) => places.get(mount) ?? mount);
}
