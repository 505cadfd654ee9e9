import { cpSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { listOf, mapOf, textOf } from '../../kubernetes/access';
import { bkg } from '../support/cli';
import { ROOT } from '../support/environments';
import { snapshot, temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();
const environments = path.join(temporary, 'environments');
const out = path.join(temporary, 'tree');
const originals = ['dev', 'staging', 'production'];
const names = Array.from({ length: 20 }, (_, index) => `team-${index + 1}`);

/** Namespaces, public hosts and buckets of a rendered object: what only one environment can have. */
function ownedBy(object: unknown): string[] {
  const { kind, metadata, spec } = mapOf(object);
  if (kind === 'Namespace') return [`namespace ${textOf(mapOf(metadata).name)}`];
  const rules = kind === 'Ingress' ? listOf(mapOf(spec).rules).map((rule) => mapOf(rule).host) : [];
  const hosts = kind === 'HTTPRoute' ? listOf(mapOf(spec).hostnames) : rules;
  const buckets = JSON.stringify(object).match(/\bbkg-[a-z0-9-]+-(?:audit|models|backups)\b/g) ?? [];
  return [...hosts.map((host) => `host ${textOf(host)}`), ...buckets.map((bucket) => `bucket ${bucket}`)];
}

test('twenty environments render, pass the checks and share nothing', () => {
  cpSync(path.join(ROOT, 'environments'), environments, { recursive: true });
  for (const [index, name] of names.entries()) {
    const from = originals[index % originals.length] ?? '';
    expect(bkg(['new-environment', name, '--from', from, '--environments', environments]).code).toBe(0);
  }
  expect(bkg(['synth', '--environments', environments, '--out', out])).toMatchObject({ code: 0, err: '' });
  expect(bkg(['check', out, '--only', 'value/'])).toMatchObject({ code: 0 });

  const owners = new Map<string, Set<string>>();
  for (const [file, text] of Object.entries(snapshot(out))) {
    const [environment = ''] = file.split('/');
    for (const owned of ownedBy(load(text))) owners.set(owned, (owners.get(owned) ?? new Set()).add(environment));
  }
  const kinds = (kind: string) => [...owners.keys()].filter((owned) => owned.startsWith(kind));
  expect(kinds('namespace').length).toBeGreaterThan(20 * 9);
  expect(kinds('host')).toHaveLength(23 * 3);
  expect(kinds('bucket').length).toBeGreaterThanOrEqual(20 * 2);
  expect([...owners].filter(([, { size }]) => size > 1)).toEqual([]);
});
