import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '../pipeline/tree/write';
import type { Outcome } from './outcome';
import { type PublishOptions, publishedFiles } from './publish';
import { renderAll } from './render';
import { checkExists } from './target';

/** Renders again and compares with the reconciled tree byte for byte; one line per difference. */
export function verify(options: PublishOptions): Outcome {
  checkExists('--to', options.to);
  const result = renderAll({ ...options, tree: options.to });
  if ('problems' in result) return { exitCode: 1, lines: [], problems: result.problems };
  const lines = differences(options.to, new Map(publishedFiles(result.rendered).map(({ path, text }) => [path, text])));
  if (lines.length === 0) return { exitCode: 0, lines: [`${options.to} is what its source renders`] };
  const foreign = lines.every((line) => line.startsWith('unknown'));
  const advice = foreign
    ? 'nobody renders these files; delete them or move them elsewhere'
    : 'run npm run publish and commit the result';
  return { exitCode: 1, lines, notes: [advice] };
}

function differences(root: string, wanted: ReadonlyMap<string, string>): string[] {
  const existing = new Set(listFiles(root));
  const missing = [...wanted.keys()].filter((file) => !existing.has(file)).map((file) => `missing  ${root}/${file}`);
  const unknown = [...existing].filter((file) => !wanted.has(file)).map((file) => `unknown  ${root}/${file}`);
  const changed = [...wanted]
    .filter(([file, text]) => existing.has(file) && readFileSync(path.join(root, file), 'utf8') !== text)
    .map(([file]) => `differs  ${root}/${file}`);
  return [...missing, ...changed, ...unknown];
}
