import type { Environment } from '../settings/types';
import { dot } from '../pipeline/picture/dot';
import { mermaid } from '../pipeline/picture/mermaid';
import { svg } from '../pipeline/picture/svg';
import type { Outcome } from './outcome';
import { picture } from './picture';
import { readAll, type RenderOptions } from './render';

/** How a picture can be written. */
const formats = { svg, dot, mermaid };

export interface GraphOptions extends Pick<RenderOptions, 'environments'> {
  /** Name of the environment. @default - the one of the highest tier */
  readonly env?: string;
  readonly format: keyof typeof formats;
}

/** The picture of one environment: its components, in which order they roll out, and who calls whom. */
export function graph({ environments, env, format }: GraphOptions): Outcome {
  const result = readAll({ environments, only: env === undefined ? undefined : [env] });
  if ('problems' in result) return { exitCode: 1, lines: [], problems: result.problems };
  const [first] = byTier(result.environments);
  return { exitCode: 0, lines: first ? [formats[format](picture(first))] : [] };
}

const tiers: Readonly<Record<Environment['tier'], number>> = { production: 0, staging: 1, development: 2 };

/** The highest tier first, then by name. */
export function byTier(environments: readonly Environment[]): Environment[] {
  return [...environments].sort((a, b) => tiers[a.tier] - tiers[b.tier] || (a.name < b.name ? -1 : 1));
}
