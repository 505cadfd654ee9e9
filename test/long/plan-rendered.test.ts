import { render } from '../../charts';
import { publishedFiles } from '../../commands/publish';
import { planOf, type Side } from '../../pipeline/plan';
import { environmentsOf } from '../../pipeline/plan/source/environments';
import { filesOf } from '../../pipeline/plan/source/files';
import { type Folder, layOut } from '../../pipeline/publish/tree/layout';
import { environment } from '../support/environments';

/** An environment as it is about to be published, with its objects or as bytes alone. */
function sideOf(env: ReturnType<typeof environment>, isRendered: boolean): Side {
  const folders = render(env) as readonly Folder[];
  const rendered = { environment: env, folders, files: layOut(env.name, folders) };
  const files = publishedFiles([rendered]).map(({ path, text, object }) => ({
    path,
    text,
    ...(isRendered && { object }),
  }));
  return { title: 'gitops', environments: environmentsOf(filesOf(files), 'gitops') };
}

test.each(['dev', 'staging', 'production'])('%s: what was rendered plans as what is read', (name) => {
  const other = environment(name, { telemetry: { sampling: 0.37 } });
  const plans = [true, false].map((isRendered) => {
    const result = planOf(sideOf(environment(name), false), sideOf(other, isRendered));
    return 'comparisons' in result ? result.comparisons : [];
  });
  const [rendered, read] = plans.map(([first]) => first);
  expect(rendered?.plan.changes.length).toBeGreaterThan(0);
  expect(rendered?.plan).toEqual(read?.plan);
  const objectsOf = (one: typeof rendered) => one?.after.entries.map(({ manifest }) => manifest.object);
  expect(objectsOf(rendered)).toStrictEqual(objectsOf(read));
});
