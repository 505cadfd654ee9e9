import { writeTree } from '../pipeline/tree/write';
import type { Outcome } from './outcome';
import { type RenderedEnvironment, type RenderOptions, renderAll } from './render';

export interface SynthOptions extends Omit<RenderOptions, 'tree'> {
  /** Folder that receives the tree. */
  readonly out: string;
}

/** Renders environments into a folder; writes nothing when there is any problem. */
export function synth(options: SynthOptions): Outcome {
  const result = renderAll({ ...options, tree: options.out });
  if ('problems' in result) return { exitCode: 1, lines: [], problems: result.problems };
  const { rendered } = result;
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
    notes: foreign.map((file) => `${options.out}/${file} was not rendered by bkg-deploy; left alone`),
  };
}

function summary({ environment, folders, files, milliseconds }: RenderedEnvironment): string {
  const components = folders.filter(({ reconciled }) => reconciled).length;
  const engines = environment.delivery.engines.join(' and ');
  return `${environment.name}: ${components} components, ${files.length} objects, delivered by ${engines} (${Math.round(milliseconds)} ms)`;
}
