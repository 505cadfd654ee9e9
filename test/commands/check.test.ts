import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../support/cli';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();

/** The committed tree of an environment, changed. */
function tree(name: string, environment: string, change: (folder: string) => void): string {
  const folder = path.join(temporary, name);
  cpSync(path.join(ROOT, 'gitops', environment), path.join(folder, environment), { recursive: true });
  change(path.join(folder, environment));
  return folder;
}

function replace(file: string, from: string, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
}

test('the committed tree has no problem', () => {
  const { code, out, err } = bkg(['check']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^\d{3} objects in \d{3} files: 0 problems\nleft out: \d+ kustomization files: [^\n]*\n$/);
});

test('a folder of it has none either, although most of what it refers to is elsewhere', () => {
  for (const folder of ['platform', 'cave-daemon', 'monitoring'])
    expect(bkg(['check', `gitops/production/${folder}`])).toMatchObject({ code: 0, err: '' });
});

test('what the cluster has is what its environment says', () => {
  const folder = tree('external', 'staging', (staging) => {
    replace(path.join(staging, 'cave-kernel/persistentvolumeclaim-workspaces.yaml'), ': encrypted\n', ': encryptd\n');
    replace(path.join(staging, 'cave-daemon/deployment-cave-daemon.yaml'), '@sha256:', '-');
  });
  const { code, err } = bkg(['check', folder]);
  expect(code).toBe(1);
  expect(err).toMatch(/persistentvolumeclaim-workspaces\.yaml:\d+ {2}spec\.storageClassName: .*\[reference\/class\]/);
  expect(err).toMatch(/deployment-cave-daemon\.yaml:\d+ {2}\S+\.image: .*\[image\/digest\]/);
});

test('what is in one environment is not in another', () => {
  const folder = tree('both', 'staging', (staging) => {
    rmSync(path.join(staging, 'platform/priorityclass-bkg-staging-critical.yaml'));
    replace(path.join(staging, 'cave-daemon/deployment-cave-daemon.yaml'), 'bkg-staging-critical', 'bkg-critical');
  });
  cpSync(path.join(ROOT, 'gitops/production'), path.join(folder, 'production'), { recursive: true });
  const { err } = bkg(['check', folder]);
  expect(err).toMatch(/staging\/cave-daemon\/deployment-cave-daemon\.yaml:\d+ .*PriorityClass "bkg-critical"/);
  expect(err).not.toContain('/production/');
});
