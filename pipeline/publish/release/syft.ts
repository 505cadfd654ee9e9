import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from '../git/run';
import type { Artifact } from '../package/artifacts';
import { settledCycloneDx, settledSpdx, type Sources } from './bill-of-sources';
import { runProgram } from './program';

/** Everything is bundled, so packages for development are those that run. Nobody's own file is read in place of this. */
const configuration = 'check-for-app-update: false\njavascript:\n  include-dev-dependencies: true\n';

/** Variables that would say otherwise. */
const unset = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => name.startsWith('SYFT_'))
    .map((name) => [name, undefined]),
);

/**
 * Bills of materials of a commit, made by syft of nothing but the files of that commit: in CycloneDX and in SPDX, whose
 * namespaces stand under `base`. Throws ProgramError and GitError.
 */
export function billsOfSources(repository: string, commit: string, base: string, sources: Sources): Artifact[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-sbom-'));
  const at = (name: string) => path.join(folder, name);
  try {
    mkdirSync(at('sources'));
    checkOut(repository, commit, at('index'), at('sources'));
    writeFileSync(at('syft.yaml'), configuration);
    const named = ['--source-name', sources.name, '--source-version', sources.version];
    const formats = ['-o', `cyclonedx-json=${at('cdx')}`, '-o', `spdx-json=${at('spdx')}`];
    const options = ['--config', at('syft.yaml'), '--quiet', ...named, ...formats];
    runProgram('syft', ['scan', 'dir:.', ...options], { cwd: at('sources'), env: unset });
    return [
      { file: 'sbom.cdx.json', content: settledCycloneDx(readFileSync(at('cdx'), 'utf8'), sources) },
      { file: 'sbom.spdx.json', content: settledSpdx(readFileSync(at('spdx'), 'utf8'), base, sources) },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the commit has them, whatever people have set for line ends. */
function checkOut(repository: string, commit: string, index: string, folder: string): void {
  const plain = ['-c', 'core.autocrlf=false', '-c', 'core.eol=lf'];
  git(repository, ['read-tree', commit], '', index);
  git(repository, [...plain, 'checkout-index', '--all', `--prefix=${folder}/`], '', index);
}
