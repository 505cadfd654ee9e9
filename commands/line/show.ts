import { show } from '../show';
import { line } from './command';
import { environment, environments, wanted } from './options';

export const showLine = line<{ env?: string; environments: string }>(
  'show',
  'an environment as it is understood, each value with the line that it is from',
  (command) => command.addOption(environment('show')).addOption(environments()),
  ({ env, ...options }) => show({ ...options, env: wanted('show', env) }),
);
