import { archive } from './archive';
import { chartFiles } from './chart';
import { imageLayout, type LaidOut } from './image-layout';
import { helmfile, installScript } from './install';
import { chartFile, type Release } from './release';

/** A file of a release. */
export interface Artifact {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** @default false */
  readonly isProgram?: boolean;
  /** What a registry will know it by. @default - it is for none */
  readonly digest?: string;
}

/** Everything that a release brings to one environment. */
export function artifactsOf(release: Release): Artifact[] {
  const { name, version, environment, files } = release;
  const below = files.map(({ path, text }) => ({ path: path.slice(environment.length + 1), text }));
  const { digest, content } = treeImage(release);
  return [
    { file: chartFile(release), content: archive(chartFiles(release)) },
    { file: `${name}-${version}-tree.tar.gz`, content: archive(below) },
    { file: `${name}-${version}-oci.tar`, digest, content },
    { file: `${name}-${version}-install.sh`, content: installScript(release), isProgram: true },
    { file: `${name}-${version}-helmfile.yaml`, content: helmfile(release) },
  ];
}

/**
 * What an engine reads of an environment's folder, for a registry. What the engine itself is told is not in it: there stands
 * the digest of all this, which nothing can hold of itself.
 */
export function treeImage({ environment, version, files, steps }: Release): LaidOut {
  const folders = new Set(steps.map(({ component }) => component));
  const below = files.map(({ path, text }) => ({ path: path.slice(environment.length + 1), text }));
  return imageLayout(
    below.filter(({ path }) => !path.includes('/') || folders.has(path.slice(0, path.indexOf('/')))),
    version,
  );
}
