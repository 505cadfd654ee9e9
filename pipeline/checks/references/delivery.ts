import { listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { groupOf, isClusterScoped } from '../../../kubernetes/kinds';
import type { Context, Finding, Manifest, TreeRule } from '../rule';
import { graphOf } from './graph';
import { linksOf } from './links';
import { kindOf, nameOf, namespaceOf, plainKind, titleOf } from './names';

const kustomization = 'kustomize.toolkit.fluxcd.io/Kustomization';
const application = 'argoproj.io/Application';

/** Whoever waits for whoever waits for them waits for ever. */
export const dependencyCycle: TreeRule = {
  id: 'reference/dependency-cycle',
  says: 'a Flux Kustomization that depends on itself, through others or directly',
  example: '`a` with `dependsOn: [{ name: b }]` and `b` with `dependsOn: [{ name: a }]`',
  *checkTree(tree, context: Context): Generator<[Manifest, Finding]> {
    const links = linksOf(tree, context);
    const waits = (manifest: Manifest) =>
      (links.from.get(manifest) ?? []).filter(({ to, path }) => to === kustomization && path[1] === 'dependsOn');
    for (const manifest of graphOf(tree, context).ofKind(kustomization)) {
      const seen = new Set<Manifest>();
      for (const first of waits(manifest)) {
        const open = [first.target?.manifest];
        for (let next = open.pop(); next; next = open.pop()) {
          if (seen.has(next)) continue;
          seen.add(next);
          open.push(...waits(next).flatMap(({ target }) => target?.manifest ?? []));
        }
        if (!seen.has(manifest)) continue;
        const message = `${titleOf(manifest)} waits for "${first.name}", which waits for it; remove one of the two`;
        yield [manifest, { path: first.path, message }];
        break;
      }
    }
  },
};

/** Folders of the files in a tree, every one above them included. */
function foldersOf(tree: readonly Manifest[]): Set<string> {
  const folders = new Set<string>();
  for (const { file } of tree) {
    const parts = file.replaceAll('\\', '/').split('/');
    for (let length = parts.length - 1; length > 0; length--) {
      const folder = parts.slice(0, length).join('/');
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

function sourcePath(manifest: Manifest): { field: readonly string[]; path: string } | undefined {
  const spec = mapOf(manifest.object.spec);
  const isApplication = kindOf(manifest) === application;
  const text = textOf(isApplication ? mapOf(spec.source).path : spec.path);
  const path = text?.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return path ? { field: isApplication ? ['spec', 'source', 'path'] : ['spec', 'path'], path } : undefined;
}

/** Argo CD and Flux are sent to folders that exist. */
export const sourceFolder: TreeRule = {
  id: 'reference/source-path',
  says: 'an Application or Flux Kustomization of a folder that the tree does not have',
  example: '`path: ./gitops/dev/platfrom`',
  *checkTree(tree, context: Context): Generator<[Manifest, Finding]> {
    const graph = graphOf(tree, context);
    const delivered = [...graph.ofKind(application), ...graph.ofKind(kustomization)];
    // Without namespaces the tree is a part of something, and so are its folders.
    if (delivered.length === 0 || graph.namespaces.size === 0) return;
    const folders = foldersOf(tree);
    for (const manifest of delivered) {
      const source = sourcePath(manifest);
      if (!source || hasFolder(folders, source.path) || !isInside(manifest, source.path)) continue;
      const message = `no file is in folder "${source.path}"; write the path of one that has some`;
      yield [manifest, { path: source.field, message }];
    }
  },
};

function hasFolder(folders: ReadonlySet<string>, path: string): boolean {
  if (folders.has(path)) return true;
  for (const folder of folders) if (folder.endsWith(`/${path}`)) return true;
  return false;
}

/** Whether the files were read from the repository that the path is in: its first folder leads to the object itself. */
function isInside({ file }: Manifest, path: string): boolean {
  const [first = ''] = path.split('/');
  return path.includes('/') && `/${file.replaceAll('\\', '/')}`.includes(`/${first}/`);
}

/** A project allows what its applications bring. */
export const projectScope: TreeRule = {
  id: 'reference/project',
  says: 'an object in the folder of an Application whose AppProject allows neither its namespace nor its kind',
  example: '`destinations` without the namespace of a Deployment',
  *checkTree(tree, context: Context): Generator<[Manifest, Finding]> {
    const graph = graphOf(tree, context);
    for (const app of graph.ofKind(application)) {
      const { project: name, destination } = mapOf(app.object.spec);
      const project = graph
        .ofKind('argoproj.io/AppProject')
        .find((one) => nameOf(one) === name && namespaceOf(one) === namespaceOf(app));
      const source = sourcePath(app);
      if (!project || !source) continue;
      yield* repositoryOf(app, project);
      for (const manifest of tree) {
        if (!`/${manifest.file.replaceAll('\\', '/')}`.includes(`/${source.path}/`)) continue;
        // What delivers is not delivered by itself.
        if (/^argoproj\.io\/App|\.toolkit\.fluxcd\.io\//.test(kindOf(manifest))) continue;
        const refused = refusal(manifest, project, textOf(mapOf(destination).namespace));
        if (refused) yield [manifest, refused];
      }
    }
  },
};

function* repositoryOf(app: Manifest, project: Manifest): Generator<[Manifest, Finding]> {
  const url = textOf(mapOf(mapOf(app.object.spec).source).repoURL);
  const repos = listOf(mapOf(project.object.spec).sourceRepos).filter((one) => typeof one === 'string');
  if (url === undefined || repos.some((repo) => fits(repo, url)) || repos.some((repo) => repo.startsWith('!'))) return;
  const message = `${titleOf(project)} allows no application from "${url}"; add it to its "sourceRepos"`;
  yield [app, { path: ['spec', 'source', 'repoURL'], message }];
}

function refusal(manifest: Manifest, project: Manifest, fallback: string | undefined): Finding | undefined {
  const spec = mapOf(project.object.spec);
  const version = textOf(manifest.object.apiVersion) ?? '';
  const kind = plainKind(kindOf(manifest));
  if (isClusterScoped(version, kind)) {
    const allowed = mapsOf(spec.clusterResourceWhitelist).some(
      ({ item }) => fits(textOf(item.group), groupOf(version)) && fits(textOf(item.kind), kind),
    );
    const message = `${titleOf(project)} allows no ${kind}; add it to its "clusterResourceWhitelist"`;
    return allowed ? undefined : { path: ['kind'], message };
  }
  const namespace = namespaceOf(manifest) || fallback;
  const destinations = mapsOf(spec.destinations).map(({ item }) => textOf(item.namespace) ?? '');
  if (namespace === undefined || destinations.some((one) => one.startsWith('!') || fits(one, namespace)))
    return undefined;
  const message = `${titleOf(project)} allows nothing in namespace "${namespace}"; add it to its "destinations"`;
  return { path: ['metadata', 'namespace'], message };
}

/** Argo CD's patterns, as far as `*` goes. */
function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined || pattern === '*' || pattern === text) return pattern !== undefined;
  if (!pattern.includes('*')) return false;
  const [first = '', ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const [index, part] of rest.entries()) {
    if (index === rest.length - 1) return part === '' || (text.endsWith(part) && text.length - part.length >= from);
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}
