import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stagesIn } from '../../charts';
import { imageLayout } from '../../pipeline/publish/package/image-layout';
import { disasterPage } from '../../scripts/import/disaster-page';
import { environment, ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();
const page = disasterPage([environment('production')]);
const stepsOf = (text: string) => text.split(/^\d+\. /m).slice(1);
const begins = (text: string, ...beginnings: readonly string[]) =>
  expect(stepsOf(text)).toEqual(beginnings.map((beginning) => expect.stringMatching(new RegExp(`^${beginning}`))));

function filesBelow(root: string): { path: string; text: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(path.join(root, name), 'utf8') }));
}

test('what everything else reads comes back first', () => {
  const after = ['The engine', 'Look at the database', 'The proof', 'What is valid again'];
  begins(page, 'Cluster', 'Secret store', 'Object storage', 'Database', ...after);
  begins(disasterPage([environment('dev')]), 'Cluster', 'The engine', 'The proof', 'What is valid again');
});

test('the order of the components is the one that engines have', () => {
  const [, line = ''] = /ready:\n(.*)\.\n/.exec(page) ?? [];
  const waves = line.split(' → ').map((names) => names.split(', '));
  const stages = stagesIn(environment('production'));
  expect(waves.flat().sort()).toEqual(stages.map(({ component }) => component).sort());
  const waveOf = (name: string) => waves.findIndex((names) => names.includes(name));
  for (const { component, dependsOn } of stages)
    for (const before of dependsOn) expect(waveOf(before)).toBeLessThan(waveOf(component));
});

test('nothing writes to a database that is brought back', () => {
  const database = stepsOf(page)[3] ?? '';
  for (const name of ['bkg-cave-daemon/cave-daemon', 'bkg-checks/post-deploy-check', 'bkg-bkg-db/key-rotation'])
    expect(database).toContain(`\`${name}\``);
});

test.each([
  [{ store: 'aws' } as const, 'aws secretsmanager restore-secret --secret-id <secret>'],
  [{ store: 'gcp' } as const, 'gcloud secrets versions enable <version> --secret=<secret>'],
])('a store that is %j comes back by its provider', (secrets, command) => {
  const text = disasterPage([environment('production', { secrets })]);
  expect(text).toContain(`   ${command}\n`);
  expect(text).not.toContain('snapshot restore');
});

test('the artifact of a release is enough to have its tree again', () => {
  const components = new Set(stagesIn(environment('production')).map(({ component }) => component));
  const files = filesBelow(path.join(ROOT, 'gitops/production')).filter(({ path: name }) =>
    components.has(name.split('/')[0] ?? ''),
  );
  expect(files.length).toBeGreaterThan(100);
  writeFileSync(path.join(folder, 'bkg-production-1.2.3-oci.tar'), imageLayout(files, '1.2.3').content);
  const [, commands = ''] = /^## The repository[^]*?```sh\n([^]*?)```/m.exec(page) ?? [];
  const env = { ...process.env, ENVIRONMENT: 'production', VERSION: '1.2.3' };
  const ran = spawnSync('sh', ['-euc', commands], { cwd: folder, encoding: 'utf8', env });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  expect(filesBelow(path.join(folder, 'gitops/production'))).toEqual(files);
});
