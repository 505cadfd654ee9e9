import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from './support/environments';
import { temporaryFolder } from './support/folders';

const temporary = temporaryFolder();
const head = 'c0ffee'.padEnd(40, '0');
const url = 'https://github.example/run/1';

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly type: string };
}

type Script = (github: unknown, context: unknown, core: unknown, require: unknown) => Promise<void>;

/** The script of the workflow, as actions/github-script runs it. */
function script(): Script {
  const text = readFileSync(path.join(ROOT, '.github/workflows/comment.yaml'), 'utf8');
  const { jobs } = load(text) as { jobs: { comment: { steps: { with: { script?: string } }[] } } };
  const body = jobs.comment.steps.flatMap((step) => step.with.script ?? [])[0];
  return new Function('github', 'context', 'core', 'require', `return (async () => {${body}})()`) as Script;
}

/** Runs it beside these files, on a pull request with these comments; returns what it said. */
async function run(files: Readonly<Record<string, string>>, comments: readonly Comment[] = [], newest = head) {
  const folder = path.join(mkdtempSync(path.join(temporary, 'run-')), 'report');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const said: { update?: number; issue?: number; body: string }[] = [];
  const rest = {
    repos: { listPullRequestsAssociatedWithCommit: () => Promise.resolve({ data: [{ number: 7 }] }) },
    pulls: { get: () => Promise.resolve({ data: { head: { sha: newest } } }) },
    issues: {
      listComments: 'all of them',
      updateComment: (one: { comment_id: number; body: string }) =>
        Promise.resolve(said.push({ update: one.comment_id, body: one.body })),
      createComment: (one: { issue_number: number; body: string }) =>
        Promise.resolve(said.push({ issue: one.issue_number, body: one.body })),
    },
  };
  const context = {
    repo: { owner: 'bkg', repo: 'deploy' },
    payload: { workflow_run: { head_sha: head, html_url: url } },
  };
  const before = process.cwd();
  process.chdir(path.dirname(folder));
  try {
    await script()({ rest, paginate: () => Promise.resolve(comments) }, context, { notice: () => undefined }, require);
  } finally {
    process.chdir(before);
  }
  return said;
}

const marker = '<!-- bkg-deploy plan -->\n';
const plan = { number: '9\n', 'comment.md': '## What this changes\n' };

test('a plan becomes a comment that names its commit and its run', async () => {
  expect(await run(plan)).toEqual([
    {
      issue: 9,
      body: expect.stringMatching(/^<!-- bkg-deploy plan -->\n## What this changes\n\n_The plan of c0ffee0000/),
    },
  ]);
});

test('the comment is renewed, and nobody else can write it', async () => {
  const comments = [
    { id: 1, body: `${marker}mine`, user: { type: 'User' } },
    { id: 2, body: `${marker}old`, user: { type: 'Bot' } },
  ];
  expect(await run(plan, comments)).toEqual([{ update: 2, body: expect.stringContaining('## What this changes') }]);
});

test('without a plan the comment says so', async () => {
  expect(await run({})).toEqual([
    { issue: 7, body: `${marker}There is no plan of c0ffee000000: [its run](${url}) failed.\n` },
  ]);
});

test('a pull request that has moved on keeps its comment', async () => {
  expect(await run(plan, [], 'f'.repeat(40))).toEqual([]);
});

test('a number that is none is refused', async () => {
  await expect(run({ ...plan, number: '9; rm' })).rejects.toThrow('report/number is no number');
});
