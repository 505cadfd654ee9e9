import { render } from '../../charts';
import { isolationLadder, type Rung } from '../../settings/facts/isolation-ladder';
import { minorOf } from '../../kubernetes/version';
import { check } from '../../pipeline/checks';
import { loadSchemas } from '../../pipeline/checks/schema/lookup';
import { manifestsOf } from '../../pipeline/objects/manifest';
import { layOut, type TreeObject } from '../../pipeline/publish/tree/layout';
import type { Environment } from '../../settings/types';
import { ROOT } from '../support/environments';
import { isolationVariant, topologies, variants } from '../support/variants';

/** What the checks say of an environment's tree. */
function problemsOf(env: Environment) {
  const folders = render(env).map((folder) => ({ ...folder, manifests: folder.manifests as readonly TreeObject[] }));
  const manifests = layOut(env.name, folders).flatMap((file) => manifestsOf(file.path, file.text, file.object));
  return check(manifests, loadSchemas(ROOT), { minor: minorOf(env.kubernetes) });
}

test.each(Object.entries(variants))('%s passes every check', (_, { env }) => {
  expect(problemsOf(env)).toEqual([]);
});

describe.each(topologies)('%s kernel', (topology) => {
  test.each(Object.keys(isolationLadder) as Rung[])('%s passes every check', (isolation) => {
    expect(problemsOf(isolationVariant(topology, isolation))).toEqual([]);
  });
});
