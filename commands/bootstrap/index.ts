import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../settings/types';
import { oneOf, type Outcome, UsageError } from '../outcome';
import { readAll } from '../render';
import { type Catalogue, readCatalogue } from './catalogue';
import { toolsStep } from './programs';
import { runStep } from './run';
import { printed, stepsOf } from './steps';

export interface BootstrapOptions {
  /** Name of the environment. */
  readonly env: string;
  /** Only this step. @default - all, up to the first that is not complete */
  readonly step?: string;
  /** File with the charts of operators. @default - deploy/operators.yaml */
  readonly operators?: string;
  /** Print the commands instead of running them. */
  readonly print: boolean;
  /** Folder with what people provide, as `<path>/<key>`. @default - the present one */
  readonly values?: string;
  /** Folder of environment files. */
  readonly environments: string;
  /** Root of this repository. */
  readonly root: string;
}

/** Brings a cluster and a store to the point where GitOps takes over; what is there already stays as it is. */
export function bootstrap(options: BootstrapOptions): Outcome {
  const result = readAll({ environments: options.environments, only: [options.env] });
  if ('problems' in result) return { exitCode: 1, lines: [], problems: result.problems };
  const catalogue = readCatalogue(options.operators ?? path.join(options.root, 'deploy/operators.yaml'));
  const steps = result.environments.flatMap((environment) => chosen(environment, catalogue, options.step));
  const tools = toolsStep(steps);
  if (options.print) return { exitCode: 0, lines: [tools, ...steps].flatMap((step) => [...printed(step), '']) };
  const { values = '.' } = options;
  if (!existsSync(values)) throw new UsageError(`there is no folder '${values}'; --values names what people provide`);
  const surroundings = { root: path.resolve(options.root), env: { ...process.env, VALUES: path.resolve(values) } };
  const { missing: programs } = runStep(tools, surroundings);
  if (programs.length > 0) return unfinished([], programs);
  const lines: string[] = [];
  for (const step of steps) {
    const { done, missing } = runStep(step, surroundings);
    lines.push(...done, ...(done.length + missing.length === 0 ? [`${step.name}: complete`] : []));
    if (missing.length > 0) return unfinished(lines, missing);
  }
  return { exitCode: 0, lines };
}

function unfinished(lines: readonly string[], missing: readonly string[]): Outcome {
  return { exitCode: 1, lines, notes: [...missing, 'put that right and say the same again'] };
}

function chosen(environment: Environment, catalogue: Catalogue, name: string | undefined) {
  const steps = stepsOf(environment, catalogue);
  if (name === undefined) return steps;
  oneOf(
    'step',
    name,
    steps.map((step) => step.name),
    `bootstrap of ${environment.name}`,
  );
  return steps.filter((step) => step.name === name);
}
