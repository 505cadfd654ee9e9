import { childProgram } from '../../charts/cave-kernel/child-filter';
import { bytes } from '../../charts/cave-kernel/child-filter/bpf';
import { childRules } from '../../charts/cave-kernel/child-filter/rules';
import { environment } from '../support/environments';
import { escapes, needed } from './escapes';
import { sights } from './sights';
import { outcomes } from './support/attempts';
import type { Job } from './support/job';
import { runJobs } from './support/machine';
import { markFilter, markProfile, marks } from './support/marks';
import { helped } from './support/node-helper';
import { committed, variant } from './support/rendered';
import { said, sandbox, sandboxFiles, shell } from './support/sandboxes';

const staging = committed('staging');
const { filter, wrapper } = sandboxFiles(staging);
const calls = [...escapes.map(({ attempt }) => attempt), ...needed.map(([, attempt]) => attempt)];
const tryAll = (attempts: readonly string[]) => shell(`./attempt ${attempts.join(' ')} </dev/null`);
const tried = (folder: string, attempts: readonly string[]) =>
  `CAVE_BWRAP_PATH=/app/${folder}/bubblewrap.sh\n${sandbox(folder, tryAll(attempts))}`;

/** For each rule of the filter the filter without it, and the attempts that the rule is about. */
const without = childRules.map((rule, index) => ({
  rule,
  calls: rule.calls.join(' '),
  step: `without-${index}`,
  filter: markFilter(bytes(childProgram(childRules.filter((other) => other !== rule)))),
  attempts: escapes
    .filter(({ call, by }) => by === 'filter' && rule.calls.includes(String(call)))
    .map(({ attempt }) => attempt),
}));

/** The rungs on which sandboxes are sandboxes, in the daemon's own pod. */
const embeddedRungs = ['delegated', 'node-helper', 'user-namespace', 'capabilities', 'pod-limits'] as const;
function embedded(isolation: (typeof embeddedRungs)[number]): Job {
  const kernel = { topology: 'embedded', isolation } as const;
  const rendered = variant(
    environment('production', { kernel, daemon: { replicas: 1, autoscaling: undefined } }),
    'cave-daemon',
  );
  const steps = { trial: 'sh /opt/bkg/trial-sandbox.sh', id: sandbox('one', 'id -u') };
  return { ...(isolation === 'node-helper' ? helped(rendered) : { rendered }), steps };
}

const results = runJobs<string>({
  rendered: {
    rendered: staging,
    steps: {
      escapes: sandbox('escapes', tryAll(calls)),
      ...Object.fromEntries(
        sights.map(({ step, outside, inside }) => [step, `${outside ?? ''}\n${sandbox(step, inside)}`]),
      ),
    },
  },
  marked: {
    rendered: staging,
    change: (config) => markProfile(config.linux.seccomp),
    files: {
      'full/bubblewrap.sh': wrapper,
      'full/child-filter.bpf': markFilter(filter),
      ...Object.fromEntries(
        without.flatMap((each) => [
          [`${each.step}/bubblewrap.sh`, wrapper],
          [`${each.step}/child-filter.bpf`, each.filter],
        ]),
      ),
    },
    steps: {
      escapes: tried('full', calls),
      ...Object.fromEntries(without.map(({ step, attempts }) => [step, tried(step, attempts)])),
    },
  },
  ...Object.fromEntries(embeddedRungs.map((rung) => [`embedded-${rung}`, embedded(rung)])),
});
const step = (job: string, name: string) => {
  const found = results[job]?.steps[name];
  if (!found) throw new Error(`job ${job} has no step ${name}: ${results[job]?.stderr}`);
  return found;
};
const label = (attempt: string) => attempt.slice(0, attempt.indexOf('='));

describe('a command in a sandbox cannot get', () => {
  const seen = outcomes(step('rendered', 'escapes').stdout);
  const marked = outcomes(step('marked', 'escapes').stdout);
  const mark = { filter: marks.filter, profile: marks.profile, kernel: undefined } as const;

  test.each(escapes)('$name', ({ attempt, by, answer }) => {
    expect(seen[label(attempt)]).toBe(answer);
    // ENOSYS and signals are marks enough.
    expect(marked[label(attempt)]).toBe(answer === 'EPERM' ? (mark[by] ?? answer) : answer);
  });
});

test.each(needed)('a command in a sandbox gets %s', (_name, attempt) => {
  expect(outcomes(step('rendered', 'escapes').stdout)[label(attempt)]).toMatch(/^ok |^ENOTTY/);
});

describe('every rule of the filter is needed: without it, it no longer refuses', () => {
  test.each(without)('$calls ($rule.reason)', ({ rule, step: name, attempts }) => {
    const full = outcomes(step('marked', 'escapes').stdout);
    const partial = outcomes(step('marked', name).stdout);
    const changed = attempts.map(label).filter((attempt) => full[attempt] !== partial[attempt]);
    expect(changed.length).toBeGreaterThanOrEqual(rule.calls.length);
  });
});

test.each(sights)('a command in a sandbox sees $name', ({ step: name, says }) => {
  expect(said(step('rendered', name).stdout)).toMatch(says);
});

test.each(embeddedRungs)('the embedded topology runs sandboxes too, with %s', (rung) => {
  expect(step(`embedded-${rung}`, 'trial')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(said(step(`embedded-${rung}`, 'id').stdout)).toBe('65534');
});
