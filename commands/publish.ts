import { kustomizations } from '../pipeline/tree/kustomization';
import { type FileContent, writeTree } from '../pipeline/tree/write';
import { type Outcome, refused } from './outcome';
import { type RenderedEnvironment, type RenderOptions, renderAll } from './render';
import { checkTarget, foreignNotes } from './target';

export interface PublishOptions extends Omit<RenderOptions, 'tree' | 'only' | 'shard' | 'check'> {
  /** The reconciled tree. */
  readonly to: string;
}

/** Renders every environment, and brings the reconciled tree up to date when nothing is wrong with any of them. */
export function publish(options: PublishOptions): Outcome {
  checkTarget('--to', options.to, options.root, 'gitops');
  const result = renderAll({ ...options, tree: options.to });
  if ('problems' in result) return refused(result.problems, options.to);
  const { changed, removed, foreign } = writeTree(options.to, publishedFiles(result.rendered));
  return {
    exitCode: 0,
    lines:
      changed.length + removed.length === 0
        ? [`${options.to} is up to date`]
        : [
            ...changed.map((file) => `wrote   ${options.to}/${file}`),
            ...removed.map((file) => `removed ${options.to}/${file}`),
          ],
    notes: foreignNotes(options.to, foreign),
  };
}

/** Everything that stands below `gitops/`: the rendered objects and the indexes that list them. */
export function publishedFiles(rendered: readonly RenderedEnvironment[]): FileContent[] {
  return rendered.flatMap(({ environment, folders, files }) => [
    ...files,
    ...kustomizations(environment.name, folders, files),
  ]);
}
