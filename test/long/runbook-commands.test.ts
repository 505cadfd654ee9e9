import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandsIn, commandsOf, pages, type Printed } from '../support/commands/extract';
import { problemsIn } from '../support/commands/judge';
import { worldOf } from '../support/commands/worlds';
import { ROOT } from '../support/environments';

const worlds = ['dev', 'staging', 'production'].map(worldOf);

/** Names of commands, which a sentence speaks about. */
const mention =
  /^kubectl (?:(?:rollout )?restart|create job --from|annotate|apply(?: -k| --dry-run=server)?|patch|scale|edit|delete|debug)$/;

/**
 * What is wrong with a command: it has to work in one environment at least, and an engine must not take it back in any of
 * those where it does.
 */
function verdict({ text, before }: Pick<Printed, 'text' | 'before'>): string[] {
  const found = worlds.map((world) => problemsIn(world, text, before));
  const isUndone = (problem: string) => problem.includes('taken back');
  const working = found.filter((problems) => problems.every(isUndone));
  if (working.length > 0) return [...new Set(working.flat())];
  return found.reduce((least, problems) => (problems.length < least.length ? problems : least));
}

const printed = pages.flatMap((page) => {
  const all = commandsOf(page);
  // What a page has made before may be named in a later block.
  return all.map((command, index) => {
    const jobs = all.slice(0, index).filter(({ text }) => text.includes(' create job '));
    return { ...command, before: [...jobs.map(({ text }) => text), ...command.before] };
  });
});

test('pages have commands', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/database.md', 'docs/secrets/dev.md']));
  expect(printed.length).toBeGreaterThan(90);
  expect(printed.filter(({ inline }) => !inline).length).toBeGreaterThan(30);
});

test('every command of every page does in a cluster what it says, and lasts', () => {
  const found = printed
    .filter(({ text, inline }) => !(inline && mention.test(text)))
    .flatMap((command) =>
      verdict(command).map((problem) => `${command.page}:${command.line}  ${command.text}: ${problem}`),
    );
  expect(found).toEqual([]);
});

test('what every page takes for granted is said once', () => {
  const readme = readFileSync(path.join(ROOT, 'docs/runbooks/README.md'), 'utf8');
  const [, script = ''] = /```sh\n(ENVIRONMENT=staging\n[^]*?)```/.exec(readme) ?? [];
  for (const { env } of worlds) {
    const commands = `${script.replace('=staging', `=${env.name}`)}printf %s "$PREFIX"`;
    expect(spawnSync('sh', ['-c', commands], { cwd: ROOT, encoding: 'utf8' }).stdout).toBe(env.namespacePrefix);
  }
  const users = new Set(printed.filter(({ text }) => /\$\{?(PREFIX|ENVIRONMENT)/.test(text)).map(({ page }) => page));
  expect(users.size).toBeGreaterThan(6);
  for (const page of users)
    expect([page, readFileSync(path.join(ROOT, page), 'utf8')]).toEqual([
      page,
      expect.stringMatching(/\]\((runbooks\/)?README\.md#commands\)|^## Commands$/m),
    ]);
});

const suspended =
  'kubectl -n flux-system patch kustomization bkg-staging-cave-daemon --field-manager=runbook --type merge -p \'{"spec":{"suspend":true}}\'';
const daemon = 'kubectl -n "${PREFIX}cave-daemon"';
const database = 'kubectl -n "${PREFIX}bkg-db"';

test.each<[name: string, text: string, problem: RegExp | undefined, before?: string[]]>([
  ['a namespace with its prefix', `${daemon} get pods`, undefined],
  ['a namespace without its prefix', 'kubectl -n cave-daemon get pods', /"cave-daemon" lacks its prefix/],
  ['a namespace that is nowhere', 'kubectl -n "${PREFIX}cave-deamon" get pods', /no namespace "bkg-.*cave-deamon"/],
  ['no namespace', 'kubectl describe pod <pod>', /says no namespace/],
  ['nodes, which have none', 'kubectl get nodes --show-labels', undefined],
  ['the namespace of an alert', 'kubectl -n <namespace> logs <pod> --previous', undefined],
  ['a variable that nobody sets', 'kubectl -n "${PERFIX}cave-daemon" get pods', /\$\{PERFIX is set nowhere/],
  ['a Deployment', `${daemon} get deployment cave-daemon`, undefined],
  ['a Deployment of another namespace', `${database} get deployment cave-daemon`, /no apps\/Deployment "cave-daemon"/],
  ['a Deployment that is nowhere', `${daemon} logs deployment/daemon`, /no apps\/Deployment "daemon"/],
  ['a kind that is none', `${daemon} get deploymnet`, /no kind "deploymnet"/],
  ['a Job whose end is a placeholder', `${database} logs job/bkg-db-policies-<digest>`, undefined],
  ['a Job whose beginning is wrong', `${database} logs job/bkg-db-polices-<digest>`, /no batch\/Job/],
  [
    'a Job that a command has made',
    `${database} logs job/now`,
    undefined,
    [`${database} create job --from=cronjob/key-rotation now`],
  ],
  ['a Job that none has made', `${database} logs job/now`, /no batch\/Job "now"/],
  ['a CronJob that is nowhere', `${database} create job --from=cronjob/rotation now`, /no batch\/CronJob "rotation"/],
  ['a pod of a StatefulSet', `${database} exec -it postgres-0 -- psql`, undefined],
  ['one more than it has', `${database} exec -it postgres-1 -- psql`, /no \/Pod "postgres-1"/],
  ['a container', `${database} logs statefulset/postgres -c wal`, undefined],
  ['a container that is nowhere', `${database} logs statefulset/postgres -c wall`, /no container "wall"/],
  ['a server of a restore', `${database} logs statefulset/postgres-$STAMP -c fetch`, undefined],
  ['a Secret that an ExternalSecret makes', `${database} get secret postgres-connection-check`, undefined],
  ['a label', `${database} logs -l app.kubernetes.io/name=bkg-db-drift`, undefined],
  ['a label that nothing has', `${database} logs -l app.kubernetes.io/name=bkg-drift`, /nothing has the label/],
  ['a flag that kubectl does not have', `${database} get pods --output-wide`, /no flag --output-wide/],
  ['exec without what to execute', `${database} exec postgres-0`, /exec needs --/],
  [
    'a patch without its type, which custom resources need',
    `${database} patch cluster bkg-db -p '{}' --field-manager=runbook`,
    /patch needs --type/,
  ],
  ['a folder that an engine gets', 'kubectl apply -k "gitops/$ENVIRONMENT/flux"', undefined],
  ['a folder that an engine applies itself', 'kubectl apply -k gitops/dev/platform', /nobody applies/],
  ['a file for another environment', 'kubectl apply --server-side -f deploy/vault/qa/reviewer.yaml', /nobody applies/],
  ['a Secret by a path that none has', 'kubectl get --raw /api/v1/namespaces/a/secrets/b', /is in no file/],
  ['a restart', `${daemon} rollout restart deployment cave-daemon --field-manager=runbook`, undefined],
  ['a restart as kubectl', `${daemon} rollout restart deployment cave-daemon`, /taken back by Flux/],
  [
    'a restart by a manager of such a name',
    `${daemon} rollout restart deployment cave-daemon --field-manager=kubectl-me`,
    /taken back by Flux/,
  ],
  ['an annotation as kubectl', 'kubectl -n <namespace> annotate externalsecret <name> a=b', /taken back by Flux/],
  ['a number of pods', `${daemon} scale deployment cave-daemon --replicas=0`, /scale is taken back/],
  ['a number of pods, nobody watching', `${daemon} scale deployment cave-daemon --replicas=0`, undefined, [suspended]],
  ['an edit', `${daemon} edit deployment cave-daemon`, /edit is taken back/],
  [
    'a patch of what Git says',
    `${daemon} patch deployment cave-daemon --type merge -p '{"spec":{"replicas":0}}' --field-manager=runbook`,
    /patch is taken back/,
  ],
  ['a patch of what Git does not say', suspended, undefined],
  ['a Job, so that it runs again', `${database} delete job bkg-db-policies-<digest>`, undefined],
  ['a Deployment that Git has', `${daemon} delete deployment cave-daemon`, /delete is taken back/],
  [
    'an old server that Git has no more',
    `${database} delete --ignore-not-found statefulset,service,networkpolicy postgres`,
    undefined,
  ],
  ['an Application', 'argocd app get "bkg-$ENVIRONMENT"', undefined],
  ['an Application that is nowhere', 'argocd app get bkg-test', /no Application "bkg-test"/],
  ['a command that nobody has looked at', 'flux delete kustomization <name>', /nobody has looked/],
])('%s', (_name, text, problem, before = []) => {
  const found = verdict({ text, before });
  if (problem) expect(found.join('\n')).toMatch(problem);
  else expect(found).toEqual([]);
});

test('commands are found where pages have them', () => {
  const page = [
    'Ask `kubectl -n a get pods`, or `kubectl -n a\n   logs <pod>`; `cave-daemon` is a name.',
    '',
    '1. In a list:',
    '',
    '   ```sh',
    '   for place in a b; do',
    '     kubectl -n "$place" get pods | grep x',
    '   done',
    '   psql "$(kubectl -n a get secret s -o jsonpath=\'{.data.u}\' | base64 -d)" -c x',
    '   kubectl -n a logs <pod> \\',
    '     --tail=5 >file # kubectl -n b get pods',
    '   ```',
    '',
    '```yaml',
    'command: kubectl -n c get pods',
    '```',
  ].join('\n');
  expect(
    commandsIn('a.md', page)
      .map(({ text }) => text)
      .sort(),
  ).toEqual(
    [
      'kubectl -n a get pods',
      'kubectl -n a logs <pod>',
      'kubectl -n "a" get pods',
      'kubectl -n "b" get pods',
      "kubectl -n a get secret s -o jsonpath='{.data.u}'",
      'kubectl -n a logs <pod>  --tail=5',
    ].sort(),
  );
});
