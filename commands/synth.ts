import { writeTree } from '../pipeline/publish/tree/replace';
import { type Outcome, refused } from './outcome';
import { type RenderedEnvironment, type RenderOptions, renderAll } from './render';
import { checkTarget, foreignNotes, packagesFolder } from './target';

export interface SynthOptions extends Omit<RenderOptions, 'tree'> {
  /** Folder that receives the tree. */
  readonly out: string;
}

/** Renders environments into a folder; writes nothing when there is any problem. */
export function synth(options: SynthOptions): Outcome {
  checkTarget('--out', options.out, options.root, 'dist');
  const result = renderAll({ ...options, tree: options.out });
  if ('problems' in result) return refused(result.problems, options.out);
  const { rendered, warnings } = result;
  const partial = options.only !== undefined || options.shard !== undefined;
  const scope = partial ? rendered.map(({ environment }) => environment.name) : undefined;
  const { foreign } = writeTree(
    options.out,
    rendered.flatMap(({ files }) => files),
    scope,
  );
  return {
    exitCode: 0,
    lines: rendered.map(summary),
    problems: warnings,
    // What `package` leaves beside the tree is nobody else's either.
    notes: foreignNotes(
      options.out,
      foreign.filter((file) => !file.startsWith(`${packagesFolder}/`)),
    ),
  };
}

function summary({ environment, folders, files, milliseconds }: RenderedEnvironment): string {
  const components = folders.filter(({ reconciled }) => reconciled).length;
  const engines = environment.delivery.engines.join(' and ');
  return `${environment.name}: ${components} components, ${files.length} objects, delivered by ${engines} (${Math.round(milliseconds)} ms)`;
}
