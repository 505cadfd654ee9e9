import { archive } from './archive';
import { chartFiles } from './chart';
import { helmfile, installScript } from './install';
import { chartFile, type Release } from './release';

/** A file of a release. */
export interface Artifact {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** @default false */
  readonly isProgram?: boolean;
}

/** Everything that a release brings to one environment. */
export function artifactsOf(release: Release): Artifact[] {
  const { name, version, environment, files } = release;
  const below = files.map(({ path, text }) => ({ path: path.slice(environment.length + 1), text }));
  return [
    { file: chartFile(release), content: archive(chartFiles(release)) },
    { file: `${name}-${version}-tree.tar.gz`, content: archive(below) },
    { file: `${name}-${version}-install.sh`, content: installScript(release), isProgram: true },
    { file: `${name}-${version}-helmfile.yaml`, content: helmfile(release) },
  ];
}
