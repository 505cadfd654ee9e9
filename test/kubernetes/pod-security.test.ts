import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { mapOf } from '../../kubernetes/access';
import { type PodView, podOf } from '../../kubernetes/kinds';
import { evaluate, podChecks, tightestLevel } from '../../kubernetes/pod-security';
import type { Level } from '../../kubernetes/pod-security/check';
import { minors } from '../../kubernetes/version';
import { ROOT } from '../support/environments';
import { podCases } from './pod-security-cases';

const every = Array.from({ length: minors.highest - minors.lowest + 1 }, (_, index) => minors.lowest + index);

function view(pod: unknown): PodView {
  return podOf(mapOf(pod)) ?? { path: [], metadata: {}, spec: {} };
}

function pathsOf(pod: unknown, level: Level, minor: number, check: string): string[] {
  return evaluate(view(pod), level, minor)
    .filter((finding) => finding.check === check)
    .map((finding) => finding.path.join('.'));
}

test.each(podCases)('$check: $name', ({ check, pod, fails: [from, to] = [0, 0], path: field }) => {
  const level = podChecks.find(({ id }) => id === check)?.level ?? 'restricted';
  for (const minor of every) {
    const expected = minor >= from && minor <= to ? [field] : [];
    expect({ minor, paths: pathsOf(pod, level, minor, check) }).toEqual({ minor, paths: expected });
  }
});

test.each(podChecks.map(({ id }) => id))('%s has a pod that fails and one that passes', (id) => {
  const verdicts = podCases.filter(({ check }) => check === id).map(({ fails }) => fails !== undefined);
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
});

const flag = fc.constantFrom(undefined, null, true, false);
const context = fc.record(
  {
    privileged: flag,
    allowPrivilegeEscalation: flag,
    runAsNonRoot: flag,
    runAsUser: fc.constantFrom(undefined, 0, 1000),
    procMount: fc.constantFrom(undefined, 'Default', 'Unmasked'),
    capabilities: fc.record({
      add: fc.subarray(['CHOWN', 'NET_RAW', 'NET_BIND_SERVICE']),
      drop: fc.subarray(['ALL', 'NET_RAW']),
    }),
    seccompProfile: fc.record({ type: fc.constantFrom('RuntimeDefault', 'Unconfined', 'Localhost', undefined) }),
    appArmorProfile: fc.record({ type: fc.constantFrom('RuntimeDefault', 'Unconfined') }),
    seLinuxOptions: fc.record({ type: fc.constantFrom('container_t', 'spc_t', 'container_engine_t', undefined) }),
    windowsOptions: fc.record({ hostProcess: flag }),
    sysctls: fc.array(fc.record({ name: fc.constantFrom('net.ipv4.tcp_rmem', 'kernel.msgmax') }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const container = fc.record(
  {
    name: fc.constantFrom('a', 'b'),
    securityContext: context,
    ports: fc.array(fc.record({ hostPort: fc.constantFrom(0, 80) }), { maxLength: 2 }),
    livenessProbe: fc.record({ httpGet: fc.record({ host: fc.constantFrom('', 'x') }) }),
  },
  { requiredKeys: [] },
);
const pods = fc
  .record(
    {
      hostUsers: flag,
      hostNetwork: flag,
      hostPID: flag,
      securityContext: context,
      containers: fc.array(container, { maxLength: 3 }),
      initContainers: fc.array(container, { maxLength: 1 }),
      ephemeralContainers: fc.array(container, { maxLength: 1 }),
      volumes: fc.array(fc.constantFrom({ hostPath: {} }, { nfs: {} }, { emptyDir: {} }, { hostPath: null }, {})),
    },
    { requiredKeys: [] },
  )
  .map((spec) => view({ apiVersion: 'v1', kind: 'Pod', spec }));

test('restricted forbids every field that baseline forbids, at every minor', () => {
  fc.assert(
    fc.property(pods, fc.constantFrom(...every), (pod, minor) => {
      const restricted = new Set(evaluate(pod, 'restricted', minor).map((finding) => finding.path.join('.')));
      return evaluate(pod, 'baseline', minor).every((finding) => restricted.has(finding.path.join('.')));
    }),
    { seed: 3, numRuns: 400 },
  );
});

test('the tightest level is the last that admits all', () => {
  fc.assert(
    fc.property(fc.array(pods, { maxLength: 3 }), fc.constantFrom(...every), (all, minor) => {
      const admits = (level: Level) => all.every((pod) => evaluate(pod, level, minor).length === 0);
      const tightest = tightestLevel(all, minor);
      expect(admits(tightest)).toBe(true);
      expect(tightest === 'restricted' || !admits(tightest === 'privileged' ? 'baseline' : 'restricted')).toBe(true);
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('any data for a pod is judged without an error', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('containers', 'volumes', 'securityContext', 'os'), fc.anything()),
      (spec) => {
        const pod = view({ apiVersion: 'v1', kind: 'Pod', metadata: { annotations: spec }, spec });
        expect(Array.isArray(evaluate(pod, 'restricted', 37))).toBe(true);
      },
    ),
    { seed: 3 },
  );
});

test('nothing keeps a pod from being privileged', () => {
  expect(podCases.flatMap(({ pod }) => evaluate(view(pod), 'privileged', 37))).toEqual([]);
});

test('docs/pod-security.md lists every check with its versions and where they come from', () => {
  const sections = podChecks.map(({ id, level, description, replaces, editions }) => {
    const rows = editions.map(({ since, change, source }) => `- v1.${since}: ${change} (${source})`);
    const also = replaces ? `, stands in for \`${replaces}\`` : '';
    return [`### \`${id}\``, '', `${level}${also}: ${description}.`, '', ...rows, ''].join('\n');
  });
  const page = readFileSync(path.join(ROOT, 'docs/pod-security.md'), 'utf8');
  expect(page.slice(page.indexOf('### `'))).toBe(sections.join('\n'));
});
