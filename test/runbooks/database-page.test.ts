import { readFileSync } from 'node:fs';
import path from 'node:path';
import { namespaceOf } from '../../charts/places';
import { consumerSecrets, valuesOf } from '../../charts/secrets/consumers';
import { environment, manifests, ROOT } from '../support/environments';

const page = readFileSync(path.join(ROOT, 'docs/database.md'), 'utf8');
const environments = ['dev', 'staging', 'production'].map((name) => environment(name));

/** Places that a loop of the page goes through. */
const looped = /for place in (.+); do/.exec(page)?.[1]?.split(' ') ?? [];

test.each(environments)('$name: a new password is fetched wherever one is read', (env) => {
  const readers = consumerSecrets(env)
    .filter(({ keys }) => keys.flatMap(valuesOf).some((value) => value.path.startsWith('database/')))
    .map(({ place }) => place);
  expect([...new Set(readers)].sort()).toEqual(looped);
});

test.each(environments)('$name: what is started anew is there', (env) => {
  const restarted = [...page.matchAll(/"\$\{PREFIX\}([a-z-]+)" rollout restart deployment (\S+)(.*)/g)];
  expect(restarted).toHaveLength(2);
  const there = manifests(env)
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  for (const [, place = '', name, note = ''] of restarted) {
    const absent = note.includes(`not with mode ${env.database.mode}`);
    expect(there.includes(`${namespaceOf(env, place as 'bkg-db')}/${name}`)).toBe(!absent);
  }
});
