import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type RenderedFolder, render } from '../../charts';
import type { Manifest } from '../../charts/component';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import { isolationLadder, type Rung } from '../../settings/facts/isolation-ladder';
import { podOf } from '../../kubernetes/kinds';
import { type Plain, writeYaml } from '../../pipeline/yaml/write';
import { ROOT } from '../support/environments';
import { expectGolden } from '../support/golden';
import { isolationVariant, topologies } from '../support/variants';
import { misplacedWorkspaces } from '../support/workspaces';

const rungs = Object.keys(isolationLadder) as Rung[];

/** What a rung is about, and nothing that all rungs share: the pod that runs sandboxes, and what stands around it. */
function isolationOf(rendered: readonly RenderedFolder[]): object {
  const objects = rendered.flatMap(({ manifests }) => manifests);
  const find = (kind: string) => objects.filter((object) => object.kind === kind);
  const workload = find('Deployment').find(({ metadata }) => metadata.name === carrierOf(objects));
  const pod = workload && podOf(workload);
  const [container] = mapsOf(pod?.spec.containers).map(({ item }) => item);
  return {
    carrier: workload?.metadata.name,
    podSecurity: Object.fromEntries(
      find('Namespace')
        .filter(({ metadata }) => /cave-/.test(metadata.name))
        .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]),
    ),
    nodeAgents: find('DaemonSet').map(({ metadata }) => metadata.name),
    runtimeHandlers: find('RuntimeClass').map(({ handler }) => handler),
    annotations: without(mapOf(pod?.metadata.annotations), ['bkg.dev/config-digest']),
    pod: without(pod?.spec ?? {}, ['containers', 'initContainers', 'volumes', 'priorityClassName', 'imagePullSecrets']),
    checks: mapsOf(pod?.spec.initContainers).map(({ item }) => without(item, ['image', 'resources', 'volumeMounts'])),
    server: {
      ...without(container ?? {}, [
        'env',
        'image',
        'livenessProbe',
        'ports',
        'resources',
        'startupProbe',
        'volumeMounts',
      ]),
      env: mapsOf(container?.env)
        .map(({ item }) => item)
        .filter(({ name }) => /CGROUP|BKG_SANDBOX|BWRAP|ISOLATION|NAMESPACES/.test(String(name))),
    },
  };
}

/** Whoever has the volume of workspaces runs the sandboxes. */
function carrierOf(objects: readonly Manifest[]): string | undefined {
  return objects.find(
    (object) =>
      object.kind === 'Deployment' &&
      mapsOf(at(object, ['spec', 'template', 'spec', 'volumes'])).some(({ item }) => item.name === 'workspaces'),
  )?.metadata.name;
}

function without(map: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

describe.each(topologies)('%s kernel', (topology) => {
  test.each(rungs)('%s is what a reviewer saw', (isolation) => {
    const rendered = render(isolationVariant(topology, isolation));
    expectGolden(`isolation/${topology}-${isolation}.yaml`, writeYaml(isolationOf(rendered) as Plain));
    expect(misplacedWorkspaces(rendered.flatMap(({ manifests }) => manifests))).toEqual([]);
  });
});

test('no golden file is left over', () => {
  const wanted = topologies.flatMap((topology) => rungs.map((rung) => `${topology}-${rung}.yaml`));
  expect(readdirSync(path.join(ROOT, 'test/golden/isolation')).sort()).toEqual(wanted.sort());
});
