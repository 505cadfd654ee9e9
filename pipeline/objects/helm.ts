import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folders of Helm charts among files: those with a `Chart.yaml` that is no object of that name (helm.sh/docs/topics/charts). */
export function chartsIn(files: readonly string[]): ReadonlySet<string> {
  const found = files.filter((file) => path.basename(file) === 'Chart.yaml' && !isObject(readFileSync(file, 'utf8')));
  return new Set(found.map((file) => path.dirname(file)));
}

/** Whether a file is for Helm: a chart's description, values, or a template that is no YAML before Helm rendered it. */
export function isForHelm(file: string, bytes: Buffer, charts: ReadonlySet<string>): boolean {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  if (name === 'Chart.yaml' || isValues(name)) return charts.has(folder) || !isObject(bytes.toString('utf8'));
  const [chart, inside] = file.split(/[\\/]templates[\\/]/);
  return inside !== undefined && charts.has(chart as string) && bytes.includes('{{');
}

/** Names that values have: `values.yaml`, `values-production.yaml`, `web-values.yaml`. */
export function isValues(name: string): boolean {
  return /^([\w.-]+[.-])?values([.-][\w.-]+)?\.(ya?ml|json)$/.test(name);
}

function isObject(text: string): boolean {
  return /^["']?kind["']?\s*:/m.test(text) && /^["']?apiVersion["']?\s*:/m.test(text);
}
