import { render } from '../../charts';
import type { Environment } from '../../settings/types';
import { bucketsStep } from './buckets';
import type { Catalogue } from './catalogue';
import { clusterStep, kindsStep } from './cluster';
import { engineStep, verdictStep } from './engine';
import { operatorsStep } from './operators';
import { rightsStep } from './rights';
import type { Action, Step } from './step';
import { storeSteps } from './store';

/** Everything from an empty cluster and an empty store to a platform that works, in order. */
export function stepsOf(env: Environment, catalogue: Catalogue): Step[] {
  const manifests = render(env).flatMap((folder) => folder.manifests);
  return [
    clusterStep(env),
    ...operatorsStep(env, catalogue, manifests),
    kindsStep(env, manifests),
    ...bucketsStep(env),
    ...storeSteps(env),
    ...rightsStep(env),
    engineStep(env, catalogue, manifests),
    verdictStep(env),
  ];
}

/** A step as shell that people can read and paste. */
export function printed({ name, why, actions }: Step): string[] {
  return [`# ${name}: ${why}`, ...actions.map(line)];
}

function line({ what, unless, leave, then, otherwise }: Action): string {
  const remedy = then === undefined ? says(`${what} ${otherwise}`) : alone(then);
  const left = leave === undefined ? '' : `  { ${leave.when} && ${says(`${what} ${leave.because}`)}; } ||\n`;
  return `${alone(unless)} ||\n${left}  ${remedy}`;
}

function says(sentence: string): string {
  return `echo "${sentence.replaceAll('`', "'").replaceAll(/["\\$]/g, String.raw`\$&`)}"`;
}

/** A command that stands alone beside `||`. */
function alone(command: string): string {
  const joins = command.replaceAll(/'[^']*'/g, '');
  return /^! | \|\| | && |; /.test(joins) ? `{ ${command}; }` : command;
}
