import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from './support/environments';

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  /** A workflow that is called in the place of steps. */
  readonly uses?: string;
  /** Where people approve it. */
  readonly environment?: string;
  readonly container?: { readonly image: string };
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}

const folder = path.join(ROOT, '.github/workflows');
const files = readdirSync(folder).map((file) => {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return [file, text, load(text) as Workflow] as const;
});

test.each(files)('%s: actions by digest, least permissions, one run at a time, an end', (_, text, workflow) => {
  const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
  const pinned = /^([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/[\w-]+\.yaml)$/;
  expect(uses.filter((action) => !pinned.test(action))).toEqual([]);
  // A workflow that others call runs as often as they do.
  if (!('workflow_call' in workflow.on)) expect(workflow.concurrency).toBeDefined();
  expect(Object.values(workflow.permissions ?? { all: 'write' })).not.toContain('write');
  for (const job of Object.values(workflow.jobs)) {
    if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    if (job.container) expect(job.container.image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
  }
});

test.each(files)(
  '%s: what may write runs no code of a pull request, and nothing of it is pasted into a script',
  (_, text, workflow) => {
    const writes = Object.values(workflow.jobs).some((job) => Object.values(job.permissions ?? {}).includes('write'));
    const isForeign = 'pull_request' in workflow.on || 'workflow_run' in workflow.on;
    if (isForeign && (writes || text.includes('secrets.')))
      expect(text).not.toMatch(/actions\/checkout|npm |\.ci\/run/);
    expect(text).not.toMatch(/pull_request_target/);
    for (const { run = '' } of Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps))
      expect(run).not.toContain('${{');
  },
);

test('what signs or changes production waits for somebody, and nobody else may ask for an identity', () => {
  const all = files.flatMap(([file, , { jobs }]) => Object.entries(jobs).map(([name, job]) => ({ file, name, job })));
  const identified = all.filter(({ job }) => job.permissions?.['id-token'] === 'write');
  expect(identified.map(({ file, name }) => `${file} ${name}`)).toEqual([
    'build-release.yaml build',
    'release.yaml release',
  ]);
  const approved = all.filter(({ job }) => job.environment !== undefined);
  expect(approved.map(({ file, job }) => `${file} ${job.environment}`)).toEqual([
    'build-release.yaml release',
    'publish.yaml production',
  ]);
});
