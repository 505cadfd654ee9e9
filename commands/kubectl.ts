import { spawnSync } from 'node:child_process';
import { UsageError } from './outcome';

/** What kubectl answered. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** kubectl with a context: its current one unless another is named. `option` is what messages speak of. */
export class Kubectl {
  constructor(
    private readonly option: string,
    private readonly context?: string,
  ) {}

  /** Runs it; throws a UsageError where there is none. */
  run(args: readonly string[], input?: string): Ran {
    const context = this.context === undefined ? [] : ['--context', this.context];
    // What a large cluster has is long.
    const { error, status, stdout, stderr } = spawnSync('kubectl', [...context, ...args], {
      encoding: 'utf8',
      input,
      maxBuffer: 2 ** 29,
    });
    if (error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError(`${this.option} needs kubectl; install it and choose a context`);
    if (error) throw new UsageError(`${this.option}: kubectl gave no answer that can be read: ${error.message}`);
    return { status, stdout, stderr };
  }

  /** Throws a UsageError where no cluster answers. */
  reach(): void {
    const { status, stderr } = this.run(['get', '--raw', '/version']);
    if (status !== 0) this.fail(stderr);
  }

  /** Throws a UsageError with the first line of what kubectl says. */
  fail(stderr: string): never {
    const which = this.context === undefined ? 'the current context' : `context '${this.context}'`;
    throw new UsageError(`${this.option} cannot ask ${which}: ${firstLine(stderr)}`);
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
