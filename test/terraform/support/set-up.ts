import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const sources = path.join(__dirname, '../provider');

/** Builds the provider, once a run, and puts it where Terraform looks for all of those that it stands for. */
export default function makeMirror(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-terraform-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const program = path.join(folder, 'provider');
  const { error, status, stderr } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: sources,
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' },
  });
  if (error) throw new Error('install Go (https://go.dev/dl/)');
  if (status !== 0) throw new Error(stderr);
  for (const file of readdirSync(path.join(sources, 'schemas'))) {
    const name = path.basename(file, '.json');
    const { version } = JSON.parse(readFileSync(path.join(sources, 'schemas', file), 'utf8'));
    // OpenTofu has a registry of its own for the same names.
    for (const registry of ['registry.terraform.io', 'registry.opentofu.org']) {
      const place = path.join(folder, 'mirror', registry, 'hashicorp', name, version, platform());
      mkdirSync(place, { recursive: true });
      symlinkSync(program, path.join(place, `terraform-provider-${name}_v${version}`));
    }
  }
  writeFileSync(
    path.join(folder, 'terraformrc'),
    `provider_installation {\n  filesystem_mirror {\n    path = "${path.join(folder, 'mirror')}"\n  }\n}\n`,
  );
  process.env.TF_CLI_CONFIG_FILE = path.join(folder, 'terraformrc');
}

/** As Go names it. */
function platform(): string {
  return `${process.platform}_${{ x64: 'amd64' }[process.arch as string] ?? process.arch}`;
}
