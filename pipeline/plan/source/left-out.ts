import path from 'node:path';
import { isValues } from '../../objects/helm';
import { readYaml } from '../../yaml/read';
import type { Content, Files } from './files';

/** Files that hold objects, and why the others are left out: a sentence for each. */
export interface Chosen {
  readonly files: Files;
  readonly leftOut: readonly string[];
}

/**
 * Leaves out what Helm has to render first, and what nobody ever takes for an object. A file that looks like one and is
 * broken is kept, so that it is told.
 */
export function withoutForeign(files: Files, title: string): Chosen {
  const charts = chartsIn(files);
  const chartOf = (file: string) => charts.find((folder) => folder === '' || file.startsWith(`${folder}/`));
  const kept = new Map<string, Content>();
  const [inCharts, values, others] = [new Map<string, number>(), [] as string[], [] as string[]];
  for (const [file, content] of files) {
    const chart = chartOf(file);
    if (chart !== undefined) inCharts.set(chart, (inCharts.get(chart) ?? 0) + 1);
    else if (holdsObject(content)) kept.set(file, content);
    else (isValues(path.posix.basename(file)) ? values : others).push(`${title}/${file}`);
  }
  const leftOut = [
    ...[...inCharts].map(
      ([folder, count]) =>
        `left out: ${counted(count)} in ${path.posix.join(title, folder)}: a Helm chart; plan what "helm template" makes of it`,
    ),
    ...told(values, 'values for Helm, no objects'),
    ...told(others, 'no object in it'),
  ];
  return { files: kept, leftOut };
}

/** The outermost folders of charts; empty for the root. */
function chartsIn(files: Files): string[] {
  const found = [...files.keys()].filter((file) => path.posix.basename(file) === 'Chart.yaml');
  const folders = found.filter((file) => !holdsKind(files.get(file))).map((file) => path.posix.dirname(file));
  const named = folders.map((folder) => (folder === '.' ? '' : folder));
  return named.filter((folder) => !named.some((other) => other !== folder && isIn(folder, other))).sort();
}

function isIn(folder: string, other: string): boolean {
  return other === '' || folder.startsWith(`${other}/`);
}

function holdsKind(content: Content | undefined): boolean {
  return /^["']?kind["']?\s*:/m.test(content?.bytes.toString('utf8') ?? '');
}

/** Whether there may be an object, or nothing at all: both fields of every object have to be missing for a no, in YAML. */
function holdsObject({ bytes, object }: Content): boolean {
  if (object !== undefined || bytes.includes('kind') || bytes.includes('apiVersion')) return true;
  const text = bytes.toString('utf8');
  return !/^\s*[^#\s]/m.test(text) || 'error' in readYaml(text);
}

function told(files: readonly string[], why: string): string[] {
  if (files.length === 0) return [];
  const names = files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
  return [`left out: ${names}: ${why}`];
}

function counted(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
