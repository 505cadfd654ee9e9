import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where `.ci/tools` keeps what it installs. */
export const toolCache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy');

const debian = '/usr/lib/postgresql';

/** Folders of Debian's releases, the newest first. */
const clients = (existsSync(debian) ? readdirSync(debian) : [])
  .sort((a, b) => Number(b) - Number(a))
  .map((major) => path.join(debian, major, 'bin'));

/** Where programs are looked for: psql itself before Debian's wrapper, a Perl script that works longer than psql does. */
export const programs = [path.join(toolCache, 'bin'), ...clients, process.env.PATH, '/usr/sbin'].join(':');
