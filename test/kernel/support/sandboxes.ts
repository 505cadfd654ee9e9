import type { Rendered } from './rendered';

/** Limits that the server would write, 0 for none, and when it would add the child to its group. */
export interface Wanted {
  readonly memory?: number;
  readonly pids?: number;
  readonly cpuMillis?: number;
  /** Late: once the command has made `started` in its workspace; then `attached` is there as well. @default - first */
  readonly attach?: 'first' | 'late' | 'never';
}

/** A line of shell that has the server run a command in sandbox `id`. The workspace holds the program `attempt`. */
export function sandbox(id: string, command: string, wanted: Wanted = {}): string {
  const { memory = 0, pids = 0, cpuMillis = 0, attach = 'first' } = wanted;
  const workspace = `"$CAVE_WORKSPACE_ROOT/tests/${id}"`;
  return [
    `mkdir -p ${workspace} && cp /app/attempt ${workspace}/`,
    `/app/server ${id} ${memory} ${pids} ${cpuMillis} ${attach} ${command}`,
  ].join('\n');
}

/** A shell command as one argument of `sandbox`. */
export function shell(script: string): string {
  return `sh -c '${script.replaceAll("'", `'\\''`)}'`;
}

/** The rendered files of the sandbox: the wrapper, the entrypoint and the compiled filter. */
export function sandboxFiles({ objects, namespace }: Rendered) {
  const map = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'sandbox' && metadata.namespace === namespace,
  );
  const filter = map?.binaryData?.['child-filter.bpf'];
  const wrapper = map?.data?.['bubblewrap.sh'];
  const entrypoint = map?.data?.['entrypoint.sh'];
  if (filter === undefined || wrapper === undefined || entrypoint === undefined) {
    throw new Error('the ConfigMap "sandbox" lacks a file');
  }
  return { filter: new Uint8Array(Buffer.from(filter, 'base64')), wrapper, entrypoint };
}

/** What the server reported of a sandbox: `memory.events oom_kill` → 1. */
export function reported(stdout: string): Record<string, number> {
  const lines = [...stdout.matchAll(/^server: (.*) (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name ?? '', Number(value)]));
}

/** What the command of a sandbox said, without the server's report. */
export function said(stdout: string): string {
  return stdout.replace(/^server: .*\n/gm, '').trim();
}
