import { writeTree } from '../pipeline/publish/tree/replace';
import { type Outcome, refused } from './outcome';
import { progress } from './progress';
import { renderEach, type RenderedEnvironment, type RenderOptions } from './render';
import { checkTarget, foreignNotes, packagesFolder } from './target';
import { WaitingFiles } from './waiting-files';

export interface SynthOptions extends Omit<RenderOptions, 'tree'> {
  /** Folder that receives the tree. */
  readonly out: string;
}

/** Renders environments into a folder; writes nothing when there is any problem. */
export function synth(options: SynthOptions): Outcome {
  checkTarget('--out', options.out, options.root, 'dist');
  const waiting = new WaitingFiles();
  try {
    const result = renderEach({ ...options, tree: options.out }, (one) => {
      waiting.add(one.environment.name, one.files);
      return summary(one);
    });
    if ('problems' in result) return refused(result.problems, options.out);
    progress('writing');
    const isWhole = options.only === undefined && options.shard === undefined;
    const { foreign } = writeTree(options.out, waiting.all(), isWhole);
    return { exitCode: 0, lines: result.rendered, problems: result.warnings, notes: notesOn(foreign, options.out) };
  } finally {
    waiting.clear();
  }
}

/** What `package` leaves beside the tree is nobody else's either. */
function notesOn(foreign: readonly string[], folder: string): string[] {
  return foreignNotes(
    folder,
    foreign.filter((file) => !file.startsWith(`${packagesFolder}/`)),
  );
}

function summary({ environment, folders, files, milliseconds }: RenderedEnvironment): string {
  const components = folders.filter(({ reconciled }) => reconciled).length;
  const engines = environment.delivery.engines.join(' and ');
  return `${environment.name}: ${components} components, ${files.length} objects, delivered by ${engines} (${Math.round(milliseconds)} ms)`;
}
