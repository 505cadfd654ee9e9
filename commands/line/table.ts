import { bootstrapLine } from './bootstrap';
import { checkLine } from './check';
import type { Line } from './command';
import { completionLine } from './completion';
import { graphLine } from './graph';
import { newEnvironmentLine } from './new-environment';
import { packageLine } from './package';
import { planLine } from './plan';
import { promoteLine } from './promote';
import { publishLine } from './publish';
import { releaseLine } from './release';
import { showLine } from './show';
import { synthLine } from './synth';
import { verifyLine } from './verify';

/** Every command, in the order of the help; a new one is a file beside this one and a line here. */
const commands: readonly Line[] = [
  synthLine,
  checkLine,
  planLine,
  publishLine,
  verifyLine,
  packageLine,
  releaseLine,
  promoteLine,
  graphLine,
  showLine,
  newEnvironmentLine,
  bootstrapLine,
];

/** And the one that knows all others. */
export const table: readonly Line[] = [...commands, completionLine(commands)];
