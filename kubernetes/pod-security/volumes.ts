import { mapsOf, textOf } from '../access';
import { isSet, type PodCheck, type Subject, type Violation } from './check';
import { sources } from './sources';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

export const restrictedVolumes: PodCheck = {
  id: 'restricted-volumes',
  level: 'restricted',
  description: 'a volume that reaches around claims and drivers',
  example: 'volumes: [{ name: a, nfs: { server: b, path: / } }]',
  replaces: 'host-path-volumes',
  editions: [
    {
      since: 0,
      change: `only volumes of the types ${allowed.join(', ')}`,
      source: `${sources.admission}; image: ${sources.imageVolumes}`,
      find: findVolumes,
    },
  ],
};

/** A volume without any source becomes an emptyDir before it is judged. */
function* findVolumes({ path, spec }: Subject): Generator<Violation> {
  for (const { item, index } of mapsOf(spec.volumes)) {
    if (allowed.some((type) => isSet(item[type]))) continue;
    const type = Object.keys(item).find((key) => key !== 'name' && isSet(item[key]));
    if (type === undefined) continue;
    const message = `volume "${textOf(item.name) ?? ''}" is of type "${type}"; use a persistentVolumeClaim or another allowed type`;
    yield { path: [...path, 'spec', 'volumes', index, type], message };
  }
}
