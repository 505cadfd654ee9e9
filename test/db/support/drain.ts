import { manifests } from '../../support/environments';
import { draining } from '../../support/rollout';
import { addTree } from './platform';
import type { Rendered } from './tree';

/** Makes known what production renders for its database while the daemon drains, with other variables of the Job. */
export function drainTree(variables: Readonly<Record<string, string>>): string {
  const name = `drain ${JSON.stringify(variables)}`;
  const objects = manifests(draining()) as unknown as Rendered[];
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('daemon-drain-'));
  const container = job?.spec.template?.spec.containers[0];
  if (!job?.spec.template || !container) throw new Error('there is no Job that waits');
  const own = (container.env ?? []).filter((variable) => !(variable.name in variables));
  const env = [...own, ...Object.entries(variables).map(([key, value]) => ({ name: key, value }))];
  const template = { spec: { ...job.spec.template.spec, containers: [{ ...container, env }] } };
  addTree(name, [...objects.filter((object) => object !== job), { ...job, spec: { template } }]);
  return name;
}
