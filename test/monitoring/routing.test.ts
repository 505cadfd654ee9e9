import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import type { Environment } from '../../settings/types';
import { environment } from '../support/environments';
import { alertsOf, rendered } from '../support/monitoring';
import { operatorConfig } from './operator-config';
import { run, tool } from './tools';

const production = environment('production');
const environments: Readonly<Record<string, Environment>> = {
  staging: environment('staging'),
  production,
  'nobody to tell': environment('production', { monitoring: { alertmanager: { webhook: undefined } } }),
};

let folder: string;
beforeAll(() => {
  tool('amtool');
  folder = mkdtempSync(path.join(tmpdir(), 'bkg-routing-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The configuration that Alertmanager is given in an environment. */
function configFile(env: Environment): string {
  const resource = rendered(env).find(({ kind }) => kind === 'AlertmanagerConfig');
  if (!resource) throw new Error(`${env.name} has no AlertmanagerConfig`);
  const file = path.join(folder, 'alertmanager.yaml');
  writeFileSync(file, dump(operatorConfig(resource, 'https://alerts.example/hook')));
  return file;
}

/** Who is told of an alert with these labels. */
function receiver(file: string, labels: Readonly<Record<string, string>>): string {
  const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return run('amtool', 'config', 'routes', 'test', `--config.file=${file}`, ...words).output.trim();
}

test.each(Object.entries(environments))('%s: amtool accepts the configuration', (_name, env) => {
  const { ok, output } = run('amtool', 'check-config', configFile(env));
  expect(ok ? '' : output).toBe('');
  expect(output).toContain('SUCCESS');
  expect(output).toContain('1 inhibit rules');
});

test.each([
  { name: 'staging', critical: 'webhook', warning: 'webhook', info: 'nobody' },
  { name: 'production', critical: 'webhook', warning: 'webhook', info: 'nobody' },
  { name: 'nobody to tell', critical: 'nobody', warning: 'nobody', info: 'nobody' },
])('$name: every alert goes to whom its severity says', ({ name, ...told }) => {
  const env = environments[name] as Environment;
  const file = configFile(env);
  const prefix = `${env.namespacePrefix}monitoring/bkg/`;
  const alerts = alertsOf(rendered(env));
  expect(alerts.length).toBeGreaterThan(30);
  const severities = new Map(alerts.map(({ labels }) => [labels.severity as keyof typeof told, labels]));
  for (const [severity, labels] of severities) expect(receiver(file, labels)).toBe(`${prefix}${told[severity]}`);
  // Whatever no rule of ours has sent is work for somebody.
  expect(receiver(file, { alertname: 'Unknown' })).toBe(`${prefix}${told.warning}`);
});

test('amtool refuses a configuration with a receiver that is not there', () => {
  const file = path.join(folder, 'broken.yaml');
  writeFileSync(file, dump({ route: { receiver: 'x' }, receivers: [{ name: 'y' }] }));
  expect(run('amtool', 'check-config', file).ok).toBe(false);
});

test('development tells nobody: it has no Alertmanager, and its Prometheus sends nowhere', () => {
  const objects = rendered(environment('dev'));
  expect(objects.filter(({ kind }) => kind.startsWith('Alertmanager'))).toEqual([]);
  const prometheus = objects.find(({ kind }) => kind === 'Prometheus');
  expect(prometheus?.spec).not.toHaveProperty('alerting');
});
