import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { engineStep } from '../../commands/bootstrap/engine';
import { runStep } from '../../commands/bootstrap/run';
import { environment, folders } from '../support/environments';
import { snapshot, temporaryFolder } from '../support/folders';
import { variants } from '../support/variants';

const root = temporaryFolder();
const bin = path.join(root, 'bin');
const { oci } = variants['registry-keys'].env.delivery as { oci: object };
/** Staging, whose engine is there and reads a registry that wants a login. */
const env = environment('staging', {
  cluster: { operators: [] },
  delivery: { engines: ['flux'], source: 'oci', oci },
} as Parameters<typeof environment>[1]);
const manifests = folders(env).flatMap((folder) => folder.manifests);

/**
 * What the step does where kubectl is a program that notes what it is asked, and knows of a cluster what is said here: words
 * of questions that it answers with no, and that all kinds are served.
 */
function run(...no: string[]) {
  mkdirSync(bin, { recursive: true });
  const refusals = no.map((word) => `case "$*" in *"${word}"*) exit 1 ;; esac`);
  const kinds = ['OCIRepository', 'Kustomization', 'ExternalSecret'].map((kind) => ({ kind }));
  const lines = [`echo "$*" >>${root}/asked`, ...refusals, `echo '${JSON.stringify({ resources: kinds })}'`];
  writeFileSync(path.join(root, 'asked'), '');
  writeFileSync(path.join(bin, 'kubectl'), `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(path.join(bin, 'kubectl'), 0o755);
  const ran = runStep(engineStep(env, {}, manifests), {
    root,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  });
  return { ...ran, asked: snapshot(root).asked };
}

const folder = 'gitops/staging/flux';

test('where all is there, nothing is done', () => {
  expect(run()).toMatchObject({ done: [], missing: [] });
});

test('a new digest is in objects that nothing else brings, so that they are applied again', () => {
  const { done, missing, asked } = run(`diff -k ${folder}`);
  expect({ done, missing }).toEqual({ done: [`engine: ${folder}`], missing: [] });
  expect(asked).toContain(`apply -k ${folder}\n`);
});

test('the credentials of the registry come from a store that people have made', () => {
  const { missing, asked } = run('clustersecretstores/engines');
  expect(missing).toEqual([
    'engine: ClusterSecretStore engines is missing; make it for namespace flux-system, with the credentials of ' +
      'oci://registry.bkg.example/bkg/tree-staging at delivery/registry, or correct delivery.oci.credentials',
  ]);
  expect(asked).not.toContain(' -k ');
});
