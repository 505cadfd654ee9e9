import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { consumerSecrets, valuesOf } from '../../charts/secrets/consumers';
import { jsonCommand } from '../../charts/secrets/operator/commands';
import { formatOf } from '../../charts/secrets/remote';
import type { Source } from '../../charts/secrets/source';
import { environment } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();
const env = environment('production', { daemon: { tls: true } });

/** The values of each path, as the operator's list groups them. */
const paths = new Map<string, Source[]>();
for (const value of consumerSecrets(env).flatMap(({ keys }) => keys.flatMap(valuesOf))) {
  const known = paths.get(value.path) ?? [];
  if (!known.some(({ property }) => property === value.property)) paths.set(value.path, [...known, value]);
}

function run(command: string): Record<string, string> {
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 127) throw new Error('install jq and openssl (Debian packages of these names)');
  if (status !== 0 && status !== 141) throw new Error(`${command}: ${stderr}`);
  return JSON.parse(stdout);
}

test.each([...paths])('%s is made in the format that its readers want', (_path, values) => {
  for (const { property } of values) writeFileSync(path.join(folder, property), `what ${property} is\n`);
  const made = run(jsonCommand(env, values));
  expect(Object.keys(made).sort()).toEqual(values.map(({ property }) => property).sort());
  for (const value of values) {
    const format = formatOf(env, value);
    const text = made[value.property] ?? '';
    if (format === 'password') expect(text).toMatch(/^[A-Za-z0-9]{48}$/);
    else if (format === 'base64-key') expect([text.length, Buffer.from(text, 'base64').length]).toEqual([44, 32]);
    else expect(text).toBe(`what ${value.property} is`);
  }
});

test('two runs make two values', () => {
  const [values = []] = [...paths.values()].filter(([first]) => first && formatOf(env, first) === 'password');
  expect(run(jsonCommand(env, values))).not.toEqual(run(jsonCommand(env, values)));
});
