// What a plan of two trees of 10,000 objects costs when every fortieth component differs, as a ratio to reading both with
// js-yaml alone; and when every object differs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import { inTurns, reading, say, used } from './measure.mjs';

const runs = 3;
const components = 250;
const serversEach = 10;
export const bound = 2;

/** A server with its configuration, Service and policy; `version` changes something in each. */
function serverOf(name, namespace, version) {
  const labels = { 'app.kubernetes.io/name': name };
  const object = (apiVersion, kind, fields) => ({ apiVersion, kind, metadata: { name, namespace, labels }, ...fields });
  const container = {
    name: 'server',
    image: `registry.example/${name}:${version}`,
    env: [
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name, key: 'LEVEL' } } },
      { name: 'PORT', value: '8080' },
    ],
    ports: [{ containerPort: 8080 }],
    resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const port = 8000 + Number(version.split('.')[1]);
  return [
    object('apps/v1', 'Deployment', { spec: { replicas: 2, selector: { matchLabels: labels }, template } }),
    object('v1', 'ConfigMap', { data: { LEVEL: version, 'server.yaml': 'level: 1\n'.repeat(20) } }),
    object('v1', 'Service', { spec: { selector: labels, ports: [{ port, targetPort: 8080 }] } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: { podSelector: { matchLabels: labels }, ingress: [{ from: [{ podSelector: {} }], ports: [{ port }] }] },
    }),
  ];
}

function writeTree(folder, versionOf) {
  for (let i = 0; i < components; i++) {
    const name = `component-${i}`;
    const target = path.join(folder, 'production', name);
    mkdirSync(target, { recursive: true });
    const servers = Array.from({ length: serversEach }, (_, j) => serverOf(`${name}-${j}`, name, versionOf(i))).flat();
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, ...servers].forEach((object, index) => {
      writeFileSync(path.join(target, `${index}.yaml`), dump(object));
    });
  }
}

const plan = (from, to) => used(['scripts/run.cjs', 'plan', '--from', from, '--to', to, '--format', 'json'], 1).seconds;

/** The ratio. */
export function measure() {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));
  const [old, some, every] = ['old', 'some', 'every'].map((name) => path.join(folder, name));
  try {
    writeTree(old, () => '1.0.0');
    writeTree(some, (i) => (i % 40 === 0 ? '1.1.0' : '1.0.0'));
    writeTree(every, () => '1.1.0');
    // The first run may have to bundle.
    plan(old, some);
    const [few, all, readTime] = inTurns(
      runs,
      () => plan(old, some),
      () => plan(old, every),
      () => reading(old, some),
    );
    say('plan, 10,000 objects, 1 in 40 differs', `${few.toFixed(2)} s`);
    say('plan, 10,000 objects, all differ', `${all.toFixed(2)} s`);
    say('js-yaml reading both trees', `${readTime.toFixed(2)} s`);
    return few / readTime;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
