import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { containersOf } from '../../../kubernetes/kinds';
import { placesAt, textsOf } from '../../../kubernetes/reference-field';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { namespaceOf } from '../../objects/names';

/** The files of a volume that is made of a ConfigMap or Secret. */
interface Files {
  /** `ConfigMap "settings"`. */
  readonly title: string;
  readonly names: ReadonlySet<string>;
}

/** What a pod finds in its volumes; only those whose every file is known. */
function volumesOf(manifest: Manifest, graph: Graph): Map<string, Files> {
  const namespace = namespaceOf(manifest);
  const known = mapsOf(manifest.pod?.spec.volumes).flatMap(({ item }): [string, Files][] => {
    const [kind, source, name] =
      item.configMap === undefined
        ? (['Secret', mapOf(item.secret), textOf(mapOf(item.secret).secretName)] as const)
        : (['ConfigMap', mapOf(item.configMap), textOf(mapOf(item.configMap).name)] as const);
    const volume = textOf(item.name);
    const keys = name === undefined ? undefined : graph.find(`/${kind}`, namespace, name)?.keys;
    if (!keys || volume === undefined || source.optional === true) return [];
    return [[volume, { title: `${kind} "${name}"`, names: filesOf(source, keys) }]];
  });
  return new Map(known);
}

function filesOf(source: Data, keys: ReadonlySet<string>): ReadonlySet<string> {
  const items = mapsOf(source.items);
  return items.length === 0 ? keys : new Set(items.flatMap(({ item }) => textOf(item.path) ?? []));
}

/** A path that a container names, and the file of a volume that it means. */
interface Wanted {
  readonly path: FieldPath;
  readonly file: string;
  readonly files: Files;
}

function* wantedFiles(manifest: Manifest, graph: Graph): Generator<Wanted> {
  if (!manifest.pod || manifest.pod.spec.volumes === undefined) return;
  const volumes = volumesOf(manifest, graph);
  if (volumes.size === 0) return;
  for (const { container, path } of containersOf(manifest.pod)) {
    const folders = new Map<string, Files>();
    for (const { item, index } of mapsOf(container.volumeMounts)) {
      const files = volumes.get(textOf(item.name) ?? '');
      const subPath = textOf(item.subPath);
      const mountPath = textOf(item.mountPath)?.replace(/\/+$/, '');
      if (!files) continue;
      if (subPath !== undefined && subPath !== '') {
        yield { path: [...path, 'volumeMounts', index, 'subPath'], file: subPath, files };
      } else if (mountPath) folders.set(mountPath, files);
    }
    for (const [place, text] of namedPaths(container, path)) yield* inFolders(text, place, folders);
  }
}

function namedPaths(container: Data, base: FieldPath): [FieldPath, string][] {
  return ['command.*', 'args.*', 'env.*.value', '*.exec.command.*'].flatMap((pattern) =>
    placesAt(container, pattern, base).flatMap(([path, value]): [FieldPath, string][] =>
      // Scripts may look for files that they do not need.
      textsOf([value])
        .filter((text) => text.includes('/') && !text.includes('\n'))
        .map((text) => [path, text]),
    ),
  );
}

const pathInText = /(?:^|[=\s"':,@])(\/[-\w./]+)(?=$|["'\s,;)])/g;

function* inFolders(text: string, path: FieldPath, folders: ReadonlyMap<string, Files>): Generator<Wanted> {
  if (folders.size === 0) return;
  for (const [, named = ''] of text.matchAll(pathInText)) {
    for (const [folder, files] of folders) {
      const file = named.startsWith(`${folder}/`) ? named.slice(folder.length + 1).replace(/\/+$/, '') : '';
      if (file !== '' && !file.startsWith('.')) yield { path, file, files };
    }
  }
}

/** Files that containers name are in the volumes they mount. */
export const mountedFile: TreeRule = {
  id: 'reference/mounted-file',
  description:
    'a `subPath`, or a path in a command, argument or variable, to a file that the mounted ConfigMap or Secret lacks',
  example: '`args: [--config=/etc/app/confg.yaml]` with a ConfigMap of `config.yaml` at `/etc/app`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const manifest of tree) {
      for (const { path, file, files } of wantedFiles(manifest, graph)) {
        const isThere = files.names.has(file) || [...files.names].some((name) => name.startsWith(`${file}/`));
        if (isThere) continue;
        const has = [...files.names].map((name) => `"${name}"`).join(', ') || 'nothing';
        yield [manifest, { path, message: `${files.title} brings no file "${file}"; it has ${has}` }];
      }
    }
  },
};
