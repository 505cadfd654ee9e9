import { existsSync } from 'node:fs';
import path from 'node:path';
import { components } from '../../charts';
import { flows } from '../../charts/flows';
import { at, mapOf } from '../../kubernetes/access';
import { environment, manifests, ROOT } from '../support/environments';
import { workspaceRoots } from '../support/workspaces';

/** What somebody who adds a component forgets, in every environment. */
describe.each(['dev', 'staging', 'production'])('%s', (name) => {
  const env = environment(name);
  const objects = manifests(env);
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);

  test('every namespace in use is rendered', () => {
    const engines = [env.delivery.argocdNamespace, env.delivery.fluxNamespace];
    const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    expect([...used].filter((namespace) => !namespaces.includes(namespace) && !engines.includes(namespace))).toEqual(
      [],
    );
  });

  test('every Service is somebody’s to call', () => {
    const reachable = flows(env).flatMap(({ to }) =>
      'namespace' in to ? [`${to.namespace}/${to.podLabels['app.kubernetes.io/name']}`] : [],
    );
    const selected = objects
      .filter(({ kind, spec }) => kind === 'Service' && mapOf(spec).selector !== undefined)
      .map(({ metadata, spec }) => `${metadata.namespace}/${at(spec, ['selector', 'app.kubernetes.io/name'])}`);
    expect(selected.length).toBeGreaterThan(4);
    expect(selected.filter((pods) => !reachable.includes(pods))).toEqual([]);
  });

  test('workspaces lie on a volume, and never below /tmp, which every sandbox has for itself', () => {
    expect(workspaceRoots(objects).sort()).toEqual([
      'cave-daemon: /var/lib/cave/workspaces on an emptyDir with a limit',
      'cave-kernel: /var/lib/cave/workspaces on a claim',
    ]);
  });
});

test('every component names a source that exists', () => {
  expect(components.filter(({ source }) => !existsSync(path.join(ROOT, source))).map(({ name }) => name)).toEqual([]);
});
