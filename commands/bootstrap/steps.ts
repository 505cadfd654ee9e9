import { render } from '../../charts';
import type { Environment } from '../../settings/types';
import { clusterStep, kindsStep } from './cluster';
import { bucketsStep, engineStep, verdictStep } from './engine';
import type { Action, Step } from './step';
import { storeSteps } from './store';

/** Everything from an empty cluster and an empty store to a platform that works, in order. */
export function stepsOf(env: Environment): Step[] {
  const manifests = render(env).flatMap((folder) => folder.manifests);
  return [
    clusterStep(env),
    kindsStep(env, manifests),
    ...storeSteps(env),
    ...bucketsStep(env),
    engineStep(env),
    verdictStep(env),
  ];
}

/** A step as shell that people can read and paste. */
export function printed({ name, why, actions }: Step): string[] {
  return [`# ${name}: ${why}`, ...actions.map(line)];
}

function line({ what, unless, then, otherwise }: Action): string {
  const remedy = then ?? `echo "${what} ${otherwise}"`.replaceAll('`', "'");
  return `${alone(unless)} ||\n  ${remedy}`;
}

/** A condition that stands alone before `||`. */
function alone(command: string): string {
  return command.includes(' || ') || command.startsWith('! ') ? `{ ${command}; }` : command;
}
