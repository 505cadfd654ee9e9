import type { Manifest } from '../../../charts/component';
import { environment, manifests } from '../../support/environments';
import { addTree } from './platform';
import type { Rendered } from './tree';

/** An environment whose daemon has a second colour that gets copies of reads. */
export function withShadow(name: string) {
  const { daemon } = environment(name);
  const { image } = daemon;
  return environment(name, {
    kernel: { topology: 'separate' },
    daemon: {
      rollout: {
        active: 'blue',
        blue: { image, env: {}, preview: false },
        green: { image, env: {}, preview: false, shadow: { percent: 10, paths: ['/api/v1'] } },
      },
    },
  });
}

/** Makes what such an environment renders for its database known, and answers its name. */
export function shadowTree(name: string): string {
  const known = `${name} with a shadow`;
  addTree(known, ofDatabase(manifests(withShadow(name))));
  return known;
}

/** The same without the roll-out, as the source has it now. */
export function sourceTree(name: string): string {
  const known = `${name} from source`;
  addTree(known, ofDatabase(manifests(environment(name))));
  return known;
}

function ofDatabase(objects: readonly Manifest[]): Rendered[] {
  return objects.filter(
    ({ kind, metadata }) => kind === 'ExternalSecret' || metadata.namespace?.endsWith('bkg-db'),
  ) as unknown as Rendered[];
}
