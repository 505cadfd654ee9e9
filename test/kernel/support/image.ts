import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './run';

/** Debian's release, and what of it the machine and its containers need. */
const release = 'bookworm';
const kernelPackage = 'linux-image-cloud-amd64';
const packages = ['bubblewrap', 'iproute2', 'mount', 'python3-minimal', 'runc'];

/** The kernel of a virtual machine, and its first disk: Debian's essential packages and those above. */
export interface Image {
  readonly kernel: string;
  readonly disk: string;
}

/** Makes the image, or takes it from the cache, which lies outside the checkout. Needs root, network and half a minute. */
export function image(): Image {
  const recipe = createHash('sha256').update(JSON.stringify([release, kernelPackage, packages, kernelHook]));
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy');
  const folder = path.join(cache, `kernel-${recipe.digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(path.join(cache, 'unfinished-'));
    try {
      make(unfinished);
      renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return { kernel: path.join(folder, 'kernel'), disk: path.join(folder, 'disk') };
}

/** Takes the kernel out of its package. It needs none of its modules: disks and file system are built in. */
const kernelHook = [
  'set -e',
  'cd "$1/tmp"',
  `apt-get -q download "$(apt-cache depends ${kernelPackage} | sed -n 's/.*Depends: //p')"`,
  'dpkg-deb --fsys-tarfile linux-image-*.deb | tar -xf - --wildcards -O "./boot/vmlinuz-*" >"$1/../kernel"',
  'rm linux-image-*.deb',
].join('\n');

function make(folder: string): void {
  const rootfs = path.join(folder, 'rootfs');
  const disk = path.join(folder, 'disk');
  run('mmdebstrap', [
    '--variant=essential',
    `--include=${packages.join(',')}`,
    `--customize-hook=${kernelHook}`,
    release,
    rootfs,
  ]);
  run('truncate', ['--size=512M', disk]);
  run('mke2fs', ['-q', '-t', 'ext4', '-d', rootfs, disk]);
  rmSync(rootfs, { recursive: true });
}
