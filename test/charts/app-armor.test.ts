import { at, mapOf, mapsOf } from '../../kubernetes/access';
import { environment, manifest } from '../support/environments';

const annotation = /^container\.apparmor\.security\.beta\.kubernetes\.io\/(.+)$/;

/** The pod-wide field, and what annotations say of each container, of all that the pod has. */
function profileOf(template: unknown) {
  const annotations = Object.entries(mapOf(at(template, ['metadata', 'annotations'])));
  const containers = ['initContainers', 'containers'].flatMap((list) => mapsOf(at(template, ['spec', list])));
  return {
    field: at(template, ['spec', 'securityContext', 'appArmorProfile']),
    annotated: annotations.flatMap(([key, value]) => {
      const [, name] = annotation.exec(key) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
    containers: containers.map(({ item }) => item.name),
  };
}

const localhost = { type: 'Localhost', localhostProfile: 'bkg-sandbox' };

describe.each(['separate', 'embedded'] as const)('%s kernel', (topology) => {
  const profileAt = (kubernetes: '1.29' | '1.30', appArmorProfile?: string) => {
    const env = environment('production', {
      kubernetes,
      kernel: { topology, appArmorProfile },
      daemon: { replicas: 1, autoscaling: undefined },
    });
    const name = topology === 'embedded' ? 'cave-daemon' : 'cave-kernel';
    return profileOf(at(manifest(env, name, 'Deployment', name), ['spec', 'template']));
  };

  test('before 1.30 every container has an annotation', () => {
    const { field, annotated, containers } = profileAt('1.29', 'bkg-sandbox');
    expect(field).toBeUndefined();
    expect(annotated.map(([name]) => name).sort()).toEqual([...containers].sort());
    for (const [, value] of annotated) expect(value).toBe('localhost/bkg-sandbox');
  });

  test('from 1.30 on the pod has the field, and no annotation', () => {
    expect(profileAt('1.30', 'bkg-sandbox')).toMatchObject({ field: localhost, annotated: [] });
  });

  test('nodes without AppArmor need neither', () => {
    expect(profileAt('1.30')).toMatchObject({ field: undefined, annotated: [] });
  });
});

test.each([
  ['1.29', undefined, [['cgroup-helper', 'unconfined']]],
  ['1.30', { type: 'Unconfined' }, []],
] as const)('the cgroup helper of %s may mount', (kubernetes, field, annotated) => {
  const env = environment('production', { kubernetes, kernel: { isolation: 'node-helper', seccomp: 'operator' } });
  const helper = manifest(env, 'cave-node', 'DaemonSet', 'cgroup-helper');
  expect(profileOf(at(helper, ['spec', 'template']))).toMatchObject({ field, annotated });
});
