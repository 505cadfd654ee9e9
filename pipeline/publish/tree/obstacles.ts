import type { Problem } from '../../problem';
import type { Entry } from './entries';
import type { FileContent } from './write';

/**
 * What stands where rendered files belong and is not ours to replace: links, folders in place of files and the reverse,
 * files of somebody else, and names that a case-insensitive file system takes for the same.
 */
export function obstacles(
  root: string,
  wanted: readonly FileContent[],
  entries: readonly Entry[],
  isReplaceable: (file: string) => boolean,
): Problem[] {
  const files = new Set(wanted.map((file) => file.path));
  const folders = new Set(wanted.flatMap((file) => parents(file.path)));
  const spelling = new Map([...files, ...folders].map((name) => [name.toLowerCase(), name]));
  const found = entries.flatMap(({ path, kind }) => {
    const message = reason(path, kind, files, folders, isReplaceable, spelling.get(path.toLowerCase()));
    return message === undefined ? [] : [{ path, message }];
  });
  // Moving a folder moves what is in it.
  return found
    .filter(({ path }) => !parents(path).some((parent) => found.some((other) => other.path === parent)))
    .map(({ path, message }) => problem(`${root}/${path}`, message));
}

function reason(
  path: string,
  kind: Entry['kind'],
  files: ReadonlySet<string>,
  folders: ReadonlySet<string>,
  isReplaceable: (file: string) => boolean,
  rendered: string | undefined,
): string | undefined {
  if (rendered === undefined) return undefined;
  if (rendered !== path && !isReplaceable(path)) {
    return `differs from the rendered '${rendered}' in case only, which some file systems take for one; rename it`;
  }
  if (folders.has(path) && kind !== 'folder') return `is a ${kind} where a folder of rendered files belongs; move it`;
  if (!files.has(path)) return undefined;
  if (kind !== 'file') return `is a ${kind} where a rendered file belongs; move it`;
  return isReplaceable(path) ? undefined : 'was not rendered by bkg-deploy, and a rendered file belongs here; move it';
}

/** The folders above a path, below the root. */
function parents(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

function problem(file: string, message: string): Problem {
  return { rule: 'delivery/path-taken', severity: 'error', file, line: 1, column: 1, path: '', message };
}
