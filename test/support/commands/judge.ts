import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { type Data, mapOf } from '../../../kubernetes/access';
import { groupKindOf, isClusterScopedKind } from '../../../kubernetes/kinds';
import { ROOT } from '../environments';
import { type Kubectl, parseKubectl, wordsOf } from './parse';
import { isCalled, isPlaceholder, matches } from './names';
import { containersOf, type Named, podLabels, thingsIn, type World } from './worlds';
import { undoneBy } from './undone';

/** Kinds by the names that people type. */
const kinds: Readonly<Record<string, string>> = {
  application: 'argoproj.io/Application',
  applications: 'argoproj.io/Application',
  backups: 'postgresql.cnpg.io/Backup',
  certificate: 'cert-manager.io/Certificate',
  cluster: 'postgresql.cnpg.io/Cluster',
  configmap: '/ConfigMap',
  cronjob: 'batch/CronJob',
  deploy: 'apps/Deployment',
  deployment: 'apps/Deployment',
  deployments: 'apps/Deployment',
  externalsecret: 'external-secrets.io/ExternalSecret',
  gitrepositories: 'source.toolkit.fluxcd.io/GitRepository',
  horizontalpodautoscaler: 'autoscaling/HorizontalPodAutoscaler',
  httproute: 'gateway.networking.k8s.io/HTTPRoute',
  httproutes: 'gateway.networking.k8s.io/HTTPRoute',
  job: 'batch/Job',
  jobs: 'batch/Job',
  kustomization: 'kustomize.toolkit.fluxcd.io/Kustomization',
  kustomizations: 'kustomize.toolkit.fluxcd.io/Kustomization',
  networkpolicy: 'networking.k8s.io/NetworkPolicy',
  nodes: '/Node',
  pod: '/Pod',
  pods: '/Pod',
  pvc: '/PersistentVolumeClaim',
  quota: '/ResourceQuota',
  scheduledbackup: 'postgresql.cnpg.io/ScheduledBackup',
  secret: '/Secret',
  service: '/Service',
  statefulset: 'apps/StatefulSet',
};

/** Commands of a page that come before a command, which may make what it names. */
export type Before = readonly string[];

/** What keeps a command from doing in a cluster what it says; the texts are for whoever writes the page. */
export function problemsIn(world: World, text: string, before: Before = []): string[] {
  const words = wordsOf(text, world.variables);
  const [unset] = /\$\{?[A-Za-z]\w*/.exec(words.join(' ').replaceAll(/\$\([^)]*\)/g, '')) ?? [];
  // What a shell inside a pod makes of a variable is its own business.
  if (unset && !words.includes('--')) return [`${unset} is set nowhere`];
  if (words[0] === 'kubectl') return kubectlProblems(world, words, before);
  return toolProblems(world, words);
}

function kubectlProblems(world: World, words: readonly string[], before: Before): string[] {
  const command = parseKubectl(words);
  if (typeof command === 'string') return [command];
  if (command.verb === 'kustomize') return folderProblems(world, command.words[0] ?? '', componentsOf(world));
  if (command.verb === 'config') return [];
  if (command.flags.has('--raw')) return reviewerProblems(world, command.words[0] ?? '');
  if (command.flags.has('-f') && command.verb === 'apply') return fileProblems(world, command.flags.get('-f') ?? '');
  if (command.verb === 'apply') return folderProblems(world, command.flags.get('-k') ?? '', world.env.delivery.engines);
  return [
    ...shapeProblems(command),
    ...namespaceProblems(world, command),
    ...nameProblems(world, command, before),
    ...selectorProblems(world, command),
    ...undoneBy(world, { ...command, targets: targetsOf(command) }, before),
  ];
}

/** Whether a folder is one of those of an environment that are meant. */
function folderProblems({ env }: World, folder: string, meant: readonly string[]): string[] {
  return meant.some((name) => matches(folder, `gitops/${env.name}/${name}`)) ? [] : [`nobody applies ${folder}`];
}

/** Whether a file is one of those of an environment that people apply themselves. */
function fileProblems({ env }: World, file: string): string[] {
  const isThere = existsSync(path.join(ROOT, file)) && file.startsWith(`deploy/vault/${env.name}/`);
  return isThere ? [] : [`nobody applies ${file}`];
}

/** Whether a Secret that is asked for by its path is the token of who reviews tokens for the store. */
function reviewerProblems({ env }: World, asked: string): string[] {
  const file = path.join(ROOT, `deploy/vault/${env.name}/reviewer.yaml`);
  const objects = existsSync(file) ? (loadAll(readFileSync(file, 'utf8')) as Data[]) : [];
  const secrets = objects.flatMap(({ kind, metadata }) => (kind === 'Secret' ? [mapOf(metadata)] : []));
  const paths = secrets.map(({ namespace, name }) => `/api/v1/namespaces/${String(namespace)}/secrets/${String(name)}`);
  return paths.includes(asked) ? [] : [`${asked} is in no file`];
}

/** Folders that an engine applies. */
function componentsOf({ trees: [tree = []] }: World): string[] {
  const labels = tree.map(({ metadata }) => mapOf(mapOf(metadata).labels)['app.kubernetes.io/component']);
  return [...new Set(labels.map(String))];
}

const needed: Readonly<Record<string, readonly string[]>> = {
  'create job': ['--from'],
  exec: ['--'],
  patch: ['--type', '-p'],
  scale: ['--replicas'],
};

/** What a command cannot be executed without. */
function* shapeProblems({ verb, flags, words }: Kubectl): Generator<string> {
  for (const flag of needed[verb] ?? []) if (!flags.has(flag)) yield `${verb} needs ${flag}`;
  if (verb === 'annotate' && !words.some((word) => word.includes('='))) yield 'annotate needs a key and a value';
  if (verb === 'logs' && words.length === 0 && !flags.has('-l')) yield 'logs needs a pod';
}

/** What a command is about: kinds, and names where it has some. */
export function targetsOf({ verb, flags, words }: Kubectl): Omit<Named, 'namespace'>[] {
  if (verb === 'create job')
    return [{ kind: 'batch/CronJob', name: (flags.get('--from') ?? '').replace('cronjob/', '') }];
  const named = words.filter((word) => !word.includes('='));
  const [first = '', ...names] = named;
  if (verb === 'logs' || verb === 'exec' || first.includes('/')) {
    const [sort = '', name] = first.split('/');
    if (first === '') return [{ kind: '/Pod', name: '' }];
    return [name === undefined ? { kind: '/Pod', name: sort } : { kind: kinds[sort] ?? sort, name }];
  }
  return first.split(',').flatMap((sort) => {
    const kind = kinds[sort] ?? sort;
    return names.length === 0 ? [{ kind, name: '' }] : names.map((name) => ({ kind, name }));
  });
}

function* namespaceProblems({ env, trees }: World, command: Kubectl): Generator<string> {
  const namespace = command.flags.get('-n');
  const scoped = targetsOf(command).some(({ kind }) => isPlaceholder(kind) || !isClusterScopedKind(kind));
  if (namespace === undefined) {
    if (scoped && !command.flags.has('-A')) yield 'says no namespace';
    return;
  }
  const there = new Set(
    trees
      .flat()
      .flatMap((object) => (groupKindOf(object) === '/Namespace' ? [String(mapOf(object.metadata).name)] : [])),
  );
  const engines = env.delivery.engines.map((engine) => env.delivery[`${engine}Namespace`]);
  if (isPlaceholder(namespace) || there.has(namespace) || engines.includes(namespace)) return;
  const prefixed = there.has(`${env.namespacePrefix}${namespace}`);
  yield prefixed ? `namespace "${namespace}" lacks its prefix` : `there is no namespace "${namespace}"`;
}

function* nameProblems(world: World, command: Kubectl, before: Before): Generator<string> {
  const namespace = command.flags.get('-n') ?? '';
  const known = [...world.trees.flatMap(thingsIn), ...madeBefore(world, before)];
  for (const { kind, name } of targetsOf(command)) {
    if (!isPlaceholder(kind) && !kind.includes('/')) yield `there is no kind "${kind}"`;
    if (name === '' || isPlaceholder(name) || isPlaceholder(kind)) continue;
    const fits = (one: Named) =>
      one.kind === kind && matches(name, one.name) && (isPlaceholder(namespace) || one.namespace === namespace);
    if (!known.some(fits)) yield `there is no ${kind} "${name}" in "${namespace}"`;
    else yield* containerProblems(world, command, { kind, name, namespace });
  }
}

/** Jobs that an earlier command of the page makes. */
function madeBefore({ variables }: World, before: Before): Named[] {
  return before.flatMap((text) => {
    const command = parseKubectl(wordsOf(text, variables));
    if (typeof command === 'string' || command.verb !== 'create job') return [];
    return [{ kind: 'batch/Job', name: command.words[0] ?? '', namespace: command.flags.get('-n') ?? '' }];
  });
}

function* containerProblems({ trees }: World, { flags }: Kubectl, target: Named): Generator<string> {
  const container = flags.get('-c');
  if (container === undefined) return;
  const objects = trees.flatMap((tree) =>
    tree
      .filter((object) => groupKindOf(object) === target.kind && isCalled(object, target))
      .map((object) => ({ object, tree })),
  );
  if (objects.length > 0 && !objects.some(({ object, tree }) => containersOf(object, tree).includes(container)))
    yield `${target.name} has no container "${container}"`;
}

function* selectorProblems({ trees }: World, command: Kubectl): Generator<string> {
  const selector = command.flags.get('-l');
  const [target] = targetsOf(command);
  if (selector === undefined || !target) return;
  const namespace = command.flags.get('-n') ?? '';
  const [key = '', value] = selector.split('=');
  const labels = trees.flatMap((tree) =>
    target.kind === '/Pod'
      ? podLabels(tree, namespace)
      : tree
          .filter((object) => groupKindOf(object) === target.kind)
          .map((object) => mapOf(mapOf(object.metadata).labels)),
  );
  if (!labels.some((one) => one[key] === value)) yield `nothing has the label ${selector}`;
}

/** Commands of the engines' own tools. */
function* toolProblemsOf({ env, trees }: World, [tool, ...words]: readonly string[]): Generator<string> {
  const text = words.join(' ');
  const application = /^app (?:get|diff) (\S+)$/.exec(text)?.[1];
  if (tool === 'argocd' && application !== undefined) {
    const known = trees.flatMap(thingsIn).some(({ kind, name }) => kind === kinds.application && name === application);
    if (!known) yield `there is no Application "${application}"`;
  } else if (tool === 'flux' && /^-n \S+ (resume|suspend) kustomization <name>$/.test(text)) {
    if (env.delivery.fluxNamespace !== words[1]) yield `Flux is not in "${words[1] ?? ''}"`;
  } else if (tool === 'flux' && ['get kustomizations -A', 'logs'].includes(text)) {
    if (!env.delivery.engines.includes('flux')) yield 'there is no Flux';
  } else if (!(tool === 'cmctl' && text === 'renew <name> -n <namespace>')) {
    yield 'nobody has looked at what this command does; add it to test/support/commands';
  }
}

function toolProblems(world: World, words: readonly string[]): string[] {
  return [...toolProblemsOf(world, words)];
}
