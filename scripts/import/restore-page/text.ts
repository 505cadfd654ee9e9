/** What stands for the new restore id in a shell. */
export const stamp = '$STAMP';

/** The first question to a restored database. */
export const count = 'select count(*) from sandboxes';

/** One step of a restore: what to do in a sentence or two, and the commands for it. */
export interface Step {
  readonly text: string;
  /** @default - none */
  readonly blocks?: readonly Block[];
}

/** Lines to type, or to write into a file. */
export interface Block {
  readonly lines: readonly string[];
  /** @default sh */
  readonly language?: 'sh' | 'yaml';
}

/** What the modes of a database do differently. */
export interface ModeSteps {
  /** What has to be done before the tree changes. */
  readonly before: readonly Step[];
  readonly watch: readonly string[];
  readonly look: Step;
  /** Before the API starts on the new server. @default - nothing */
  readonly ready?: Step;
  /** Once the API runs again. @default - nothing */
  readonly after?: Step;
  readonly remove: readonly string[];
}

/** Steps as a numbered list. */
export function numbered(steps: readonly Step[]): string {
  return steps
    .map(({ text, blocks = [] }, index) => `${index + 1}. ${text}\n${blocks.map(indented).join('')}`)
    .join('\n');
}

/** A block by itself. */
export function fenced({ lines, language = 'sh' }: Block): string {
  return `\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n`;
}

function indented(block: Block): string {
  return `\n${fenced(block).replaceAll(/^(?=.)/gm, '   ')}`;
}
