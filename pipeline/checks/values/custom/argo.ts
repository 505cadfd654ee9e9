import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { cronProblem } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { goMilliseconds } from '../../../../kubernetes/durations';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';

const group = 'argoproj.io';

/** Where an application comes from. */
export const applicationSource = forKinds({
  id: 'value/application-source',
  description:
    'an Argo CD application with no source, with `source` and `sources`, or with a source that names nothing to deploy',
  example: '`source: { repoURL: https://… }`',
  kinds: `${group}/Application`,
  *check(object) {
    const { source, sources, sourceHydrator } = mapOf(object.spec);
    const [one, many] = [(source ?? null) !== null, listOf(sources).length > 0];
    if (one && many) yield wrong(['spec', 'source'], 'excludes "sources"; keep one');
    if (!one && !many && (sourceHydrator ?? null) === null) yield wrong(['spec'], 'has no source; set "source"');
    if (one) yield* sourceFindings(mapOf(source), ['spec', 'source']);
    for (const { item, index } of mapsOf(sources)) yield* sourceFindings(item, ['spec', 'sources', index]);
  },
});

function* sourceFindings(source: Data, path: FieldPath): Generator<Finding> {
  if (source.repoURL === '') yield wrong([...path, 'repoURL'], 'is empty; say where the repository is');
  if (!['path', 'chart', 'ref'].some((field) => textOf(source[field])))
    yield wrong(path, 'names nothing to deploy; set "path" or "chart"');
  if (textOf(source.path) && textOf(source.chart)) yield wrong([...path, 'chart'], 'excludes "path"; keep one');
}

/** Where an application goes to. */
export const applicationDestination = forKinds({
  id: 'value/application-destination',
  description: 'an Argo CD application without a cluster, or with both its address and its name',
  example: '`destination: { namespace: web }`',
  kinds: `${group}/Application`,
  *check(object) {
    const { destination, project } = mapOf(object.spec);
    const { server, name } = mapOf(destination);
    if (textOf(server) && textOf(name)) yield wrong(['spec', 'destination', 'name'], 'excludes "server"; keep one');
    if (destination !== undefined && !textOf(server) && !textOf(name))
      yield wrong(['spec', 'destination'], 'goes nowhere; set "server"');
    if (project === '') yield wrong(['spec', 'project'], 'is empty; use "default" or a project of its own');
  },
});

/** What a project allows. */
export const projectShape = forKinds({
  id: 'value/app-project',
  description: 'an Argo CD project with two roles of the same name, or a destination without a cluster',
  example: '`destinations: [{ namespace: web }]`',
  kinds: `${group}/AppProject`,
  *check(object) {
    const spec = mapOf(object.spec);
    const roles = mapsOf(spec.roles).map(({ item, index }) => ({
      key: textOf(item.name),
      path: ['spec', 'roles', index, 'name'],
    }));
    yield* repeated(roles, (name) => `the role "${name}" is there already; rename one`);
    for (const { item, index } of mapsOf(spec.destinations)) {
      const path = ['spec', 'destinations', index];
      if (!textOf(item.server) && !textOf(item.name)) yield wrong(path, 'goes nowhere; set "server"');
      if (item.server === '!*' || item.namespace === '!*') yield wrong(path, 'allows nothing at all; remove it');
    }
  },
});

/** When a project may sync. */
export const projectWindows = forKinds({
  id: 'value/sync-window',
  description: 'a sync window whose schedule or duration cannot be read',
  example: '`{ kind: allow, schedule: "0 2 * *", duration: 1h }`',
  kinds: `${group}/AppProject`,
  *check(object) {
    for (const { item, index } of mapsOf(mapOf(object.spec).syncWindows)) {
      const path = ['spec', 'syncWindows', index];
      yield* notOneOf([...path, 'kind'], item.kind, ['allow', 'deny']);
      const problem = typeof item.schedule === 'string' ? cronProblem(item.schedule, 5) : undefined;
      if (problem) yield wrong([...path, 'schedule'], problem);
      if (typeof item.duration === 'string' && goMilliseconds(item.duration) === undefined)
        yield wrong([...path, 'duration'], `"${item.duration}" is not a valid duration; use h and m, as in "2h"`);
    }
  },
});
