import path from 'node:path';
import type { Environment } from '../settings/types';
import { dot } from '../pipeline/picture/dot';
import { mermaid } from '../pipeline/picture/mermaid';
import type { Picture } from '../pipeline/picture/model';
import { svg } from '../pipeline/picture/svg';
import { foreignPicture } from './foreign-picture';
import { readInput } from './input';
import { type Outcome, UsageError } from './outcome';
import { picture } from './picture';
import { readAll, type RenderOptions } from './render';

/** How a picture can be written. */
const formats = { svg, dot, mermaid, json: (picture: Picture) => JSON.stringify(picture, null, 2) };

export interface GraphOptions extends Pick<RenderOptions, 'environments'> {
  /** Files and folders to draw instead of an environment. @default - an environment */
  readonly paths?: readonly string[];
  /** Name of the environment. @default - the one of the highest tier */
  readonly env?: string;
  readonly format: keyof typeof formats;
}

/** The picture of one environment: its components, in which order they roll out, and who calls whom. */
export function graph({ environments, env, format, paths = [] }: GraphOptions): Outcome {
  if (paths.length > 0) {
    if (env !== undefined) throw new UsageError('--env is about an environment file; leave it out, or the paths');
    return graphOfFiles(paths, format);
  }
  const result = readAll({ environments, only: env === undefined ? undefined : [env] });
  if ('problems' in result) return { exitCode: 1, lines: [], problems: result.problems };
  const [first] = byTier(result.environments);
  return { exitCode: 0, lines: first ? [formats[format](picture(first))] : [] };
}

function graphOfFiles(paths: readonly string[], format: GraphOptions['format']): Outcome {
  const { manifests, problems } = readInput(paths);
  const title = paths.map((name) => path.basename(path.resolve(name))).join(', ');
  const drawn = foreignPicture(title, manifests, paths);
  if (problems.length === 0 && drawn.components.length === 0)
    throw new UsageError(`nothing in ${title} runs pods, so there is nothing to draw`);
  // Of a tree that cannot be read, a part would look like all of it.
  if (problems.length > 0) return { exitCode: 1, lines: [], problems };
  return { exitCode: 0, lines: [formats[format](drawn)] };
}

const tiers: Readonly<Record<Environment['tier'], number>> = { production: 0, staging: 1, development: 2 };

/** The highest tier first, then by name. */
export function byTier(environments: readonly Environment[]): Environment[] {
  return [...environments].sort((a, b) => tiers[a.tier] - tiers[b.tier] || (a.name < b.name ? -1 : 1));
}
