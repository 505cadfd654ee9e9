import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from './support/environments';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly script?: string };
}

const text = readFileSync(path.join(ROOT, 'action.yml'), 'utf8');
const action = load(text) as { inputs: Record<string, unknown>; runs: { using: string; steps: Step[] } };
const page = readFileSync(path.join(ROOT, 'docs/anywhere.md'), 'utf8');

test('actions by digest, and nothing of a pull request pasted into a script', () => {
  expect(action.runs.using).toBe('composite');
  const uses = [...text.matchAll(/uses: (.*)/g)].map(([, one = '']) => one);
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((one) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
  const scripts = action.runs.steps.flatMap((step) => [step.run ?? '', step.with?.script ?? '']);
  expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
});

test('the page names every input', () => {
  for (const input of Object.keys(action.inputs)) expect(page).toContain(`| \`${input}\` |`);
});

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly type: string };
}

/** What the script of the comment does beside these comments; `status` is what GitHub answers to writing. */
async function comment(comments: readonly Comment[], status = 200): Promise<Record<string, unknown>[]> {
  const body = action.runs.steps.flatMap((step) => step.with?.script ?? [])[0] ?? '';
  const said: Record<string, unknown>[] = [];
  const write = (what: string) => (given: object) => {
    if (status !== 200) return Promise.reject(Object.assign(new Error('no'), { status }));
    return Promise.resolve(said.push({ what, ...given }));
  };
  const issues = { listComments: 'all', updateComment: write('update'), createComment: write('create') };
  const github = { paginate: () => Promise.resolve(comments), rest: { issues } };
  const context = { repo: { owner: 'o', repo: 'r' }, payload: { pull_request: { number: 7 } } };
  const core = { warning: (message: string) => said.push({ what: 'warning', message }) };
  const fs = { readFileSync: () => 'the plan\n' };
  const run = new Function('github', 'context', 'core', 'require', 'process', `return (async () => {${body}})()`);
  await run(github, context, core, () => fs, { env: { REPORT: 'plan.md', TREE: 'k8s/x' } });
  return said;
}

const marked = '<!-- bkg-deploy plan of k8s%2Fx -->\n';

test('one comment for each tree, which is renewed; nobody else can pass for it', async () => {
  const body = `${marked}the plan\n`;
  const bot = { type: 'Bot' };
  expect(await comment([])).toEqual([{ what: 'create', owner: 'o', repo: 'r', issue_number: 7, body }]);
  const others = [
    { id: 1, body: marked, user: { type: 'User' } },
    { id: 2, body: '<!-- bkg-deploy plan of other -->', user: bot },
  ];
  expect(await comment([...others, { id: 3, body: marked, user: bot }])).toEqual([
    { what: 'update', owner: 'o', repo: 'r', comment_id: 3, body },
  ]);
});

test('who may not comment is told where the plan is; another failure fails', async () => {
  expect(await comment([], 403)).toEqual([{ what: 'warning', message: expect.stringContaining('summary') }]);
  await expect(comment([], 500)).rejects.toThrow('no');
});
