// What a plan of two trees of 10,000 objects costs, when every fortieth component differs and when every object does.
// Counted in processor time, which a busy machine does not stretch.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import { root } from '../bundle.cjs';

const components = 250;
const serversEach = 10;
const limit = 5;

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

const report = 'data:text/javascript,process.on("exit",()=>process.stderr.write(JSON.stringify(process.cpuUsage())))';

function seconds(from, to) {
  const args = ['--import', report, 'scripts/run.cjs', 'plan', '--from', from, '--to', to, '--format', 'json'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 1) throw new Error(stderr);
  const { user, system } = JSON.parse(stderr);
  return (user + system) / 1e6;
}

const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-plan-'));
try {
  const [old, some, every] = ['old', 'some', 'every'].map((name) => path.join(folder, name));
  writeTree(old, () => '1.0.0');
  writeTree(some, (i) => (i % 40 === 0 ? '1.1.0' : '1.0.0'));
  writeTree(every, () => '1.1.0');
  // The first run may have to bundle.
  seconds(old, some);
  const [few, all] = [some, every].map((to) => Math.min(seconds(old, to), seconds(old, to)));
  console.log(`plan, 10,000 objects, 1 in 40 differs  ${few.toFixed(2)} s (must stay below ${limit})`);
  console.log(`plan, 10,000 objects, all differ       ${all.toFixed(2)} s`);
  process.exitCode = few < limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
