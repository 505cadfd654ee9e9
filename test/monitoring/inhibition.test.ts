import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import { environment } from '../support/environments';
import { alertsOf, rendered } from '../support/monitoring';
import { reported, send, withAlertmanager } from './alertmanager';
import { operatorConfig } from './operator-config';
import { tool } from './tools';

const production = rendered(environment('production'));
const rules = new Map(alertsOf(production).map((rule) => [rule.alert, rule]));

/** An alert of ours as it reaches Alertmanager. */
function alert(name: string, labels: Readonly<Record<string, string>>) {
  const rule = rules.get(name);
  if (!rule) throw new Error(`production has no ${name}`);
  return { alertname: name, ...labels, ...rule.labels };
}

let folder: string;
beforeAll(() => {
  tool('alertmanager');
  folder = mkdtempSync(path.join(tmpdir(), 'bkg-alertmanager-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is down keeps the warnings about it silent, and nothing else', async () => {
  const resource = production.find(({ kind }) => kind === 'AlertmanagerConfig');
  const config = path.join(folder, 'alertmanager.yaml');
  // Nobody listens there; whom it would tell is asked, not tried.
  writeFileSync(config, dump(resource && operatorConfig(resource, 'http://127.0.0.1:1/')));

  const daemon = { namespace: 'bkg-cave-daemon' };
  const alerts = [
    alert('WorkloadDown', { ...daemon, deployment: 'cave-daemon' }),
    alert('TargetDown', { ...daemon, job: 'cave-daemon' }),
    alert('PodCannotStart', { ...daemon, pod: 'cave-daemon-0' }),
    // Another namespace, another subject, as urgent itself.
    alert('TargetDown', { namespace: 'bkg-telemetry', job: 'otel-collector' }),
    alert('VolumeAlmostFull', { ...daemon, persistentvolumeclaim: 'workspaces' }),
    alert('PodCrashLooping', { ...daemon, pod: 'cave-daemon-1' }),
    // Its source is critical but not down.
    alert('AvailabilityBudgetBurnsFast', {}),
    alert('ApiRateLimited', {}),
  ];
  const answer = await withAlertmanager(config, folder, async (api) => {
    await send(api, alerts);
    return reported(api, alerts.length);
  });

  const silent = answer.filter(({ status }) => status.inhibitedBy.length > 0).map(({ labels }) => labels);
  const named = ({ alertname, namespace }: Readonly<Record<string, string>>) => `${alertname} ${namespace}`;
  expect(silent.map(named).sort()).toEqual(['PodCannotStart bkg-cave-daemon', 'TargetDown bkg-cave-daemon']);
  expect(new Set(answer.flatMap(({ receivers }) => receivers.map(({ name }) => name)))).toEqual(
    new Set(['bkg-monitoring/bkg/webhook']),
  );
});
