import { never } from '../../charts/cave-kernel/seccomp/never';
import { runtimeBase } from '../../charts/cave-kernel/seccomp/runtime-base';
import { environment } from '../support/environments';
import { groupCall, loosened, ofGroup, withoutRule } from './profile-cases';
import { attempt, callNumbers, outcomes } from './support/attempts';
import type { Job, JobResult } from './support/job';
import { runJobs } from './support/machine';
import { markProfile, marks } from './support/marks';
import { type Profile, variant } from './support/rendered';
import { said } from './support/sandboxes';

/** The rung without groups, which the profile has nothing to do with: sandboxes start faster. */
const staging = variant(environment('staging', { kernel: { isolation: 'pod-limits' } }));
const rules = staging.profile.syscalls;
type Rule = Profile['syscalls'][number];

/** `clone(0 masked 0x7e020000 = 0x0)`: a rule in one word or two. */
function title({ names, args, errnoRet }: Rule): string {
  if (names.length > 1) return 'the base';
  const hex = (value = 0) => `0x${value.toString(16)}`;
  const tests = (args ?? []).map(({ index, value, valueTwo, op }) =>
    op === 'SCMP_CMP_EQ' ? `${index} = ${hex(value)}` : `${index} masked ${hex(value)} = ${hex(valueTwo)}`,
  );
  return `${names[0]}(${tests.join(', ')})${errnoRet === undefined ? '' : ` fails with ${errnoRet}`}`;
}

const int80 = '/app/attempt try=int80:20';
const neverCalls = Object.values(never).flat();
const tryNever = `/app/attempt ${neverCalls.map((call) => attempt(call, call)).join(' ')}`;

function changed(change: (profile: Profile) => void, steps: Record<string, string>): Job {
  return {
    rendered: staging,
    steps,
    change: ({ linux }) => {
      if (!linux.seccomp) throw new Error('no profile');
      change(linux.seccomp);
    },
  };
}

/** Job names are folder names. */
const key = (kind: string, name: string) => `${kind}-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
const named = (profile: Profile, name: string): Rule => {
  const rule = profile.syscalls.find((candidate) => title(candidate) === name);
  if (!rule) throw new Error(`the profile has no rule ${name}`);
  return rule;
};

const ofRule = Object.keys(withoutRule);
/** Rules whose calls nothing else in their steps makes; they can be left out together. */
const separate = ofRule.filter((name) => withoutRule[name]?.[0].startsWith('/app/attempt'));
const stepsFor = (kind: string, names: readonly string[], script: (name: string) => string) =>
  Object.fromEntries(names.map((name) => [key(kind, name), script(name)]));
const ruleStep = (name: string) => withoutRule[name]?.[0] ?? '';
const looseStep = (name: string) => loosened[name]?.[1] ?? '';
const withoutRules = (names: readonly string[]) =>
  changed(
    (profile) => (profile.syscalls = profile.syscalls.filter((rule) => !names.includes(title(rule)))),
    stepsFor('rule', names, ruleStep),
  );

const jobs: Record<string, Job> = {
  whole: {
    rendered: staging,
    steps: {
      ...stepsFor('rule', ofRule, ruleStep),
      ...stepsFor('loose', Object.keys(loosened), looseStep),
      ...stepsFor('group', Object.keys(ofGroup), groupCall),
      never: tryNever,
    },
  },
  marked: changed(markProfile, { never: tryNever, int80, ...stepsFor('loose', Object.keys(loosened), looseStep) }),
  'with-x86': changed((profile) => profile.architectures.push('SCMP_ARCH_X86'), { int80 }),
  'default-allow': changed((profile) => (profile.defaultAction = 'SCMP_ACT_ALLOW'), { never: tryNever }),
  loose: changed(
    (profile) => {
      markProfile(profile);
      for (const name of Object.keys(loosened)) delete named(profile, name).args;
    },
    stepsFor('loose', Object.keys(loosened), looseStep),
  ),
  group: changed(
    (profile) => {
      markProfile(profile);
      const gone = Object.values(ofGroup).map(([call]) => call);
      const base = named(profile, 'the base');
      base.names = base.names.filter((call) => !gone.includes(call));
    },
    stepsFor('group', Object.keys(ofGroup), groupCall),
  ),
  separate: withoutRules(separate),
  ...Object.fromEntries(
    ofRule.filter((name) => !separate.includes(name)).map((name) => [key('rule', name), withoutRules([name])]),
  ),
};

const results = runJobs(jobs);
const result = (job: string): JobResult => {
  const found = results[job];
  if (!found) throw new Error(`no job ${job}`);
  return found;
};
/** All that a step said, or the container when it did not get to the step. */
const words = (job: string, step: string) => {
  const ran = result(job).steps[step] ?? result(job);
  return said(ran.stdout) + ran.stderr;
};
const whole = (step: string) => words('whole', step);

test('every rule of the rendered profile has its proof below', () => {
  expect(rules.map(title)).toEqual(['the base', ...Object.keys(withoutRule)]);
});

describe('without the rule', () => {
  test.each(Object.keys(withoutRule))('%s something fails that works with it', (name) => {
    const [, failure] = withoutRule[name] ?? [];
    expect(whole(key('rule', name))).toMatch(/^(started|try ok \d+)$/m);
    expect(words(separate.includes(name) ? 'separate' : key('rule', name), key('rule', name))).toMatch(failure ?? /$^/);
  });
});

describe('without the filter of', () => {
  test.each(Object.entries(loosened))('%s the server gets %s', (name) => {
    expect(whole(key('loose', name))).toBe('try EPERM');
    expect(words('marked', key('loose', name))).toBe(`try ${marks.profile}`);
    // Let through to the kernel, which may have reasons of its own.
    expect(words('loose', key('loose', name))).not.toContain(marks.profile);
  });
});

test('every group of the base has a call that stands for it', () => {
  expect(Object.keys(ofGroup)).toEqual(Object.keys(runtimeBase));
});

describe('without a call of the group', () => {
  test.each(Object.entries(ofGroup))('%s it is refused', (name, [call]) => {
    expect(outcomes(whole(key('group', name)))[call]).toMatch(/^ok \d+$|^EISDIR$|^EPERM$/);
    expect(outcomes(words('group', key('group', name)))[call]).toBe(marks.profile);
  });
});

describe('nobody in the pod may call', () => {
  const seen = outcomes(result('whole').steps.never?.stdout ?? '');
  const marked = outcomes(result('marked').steps.never?.stdout ?? '');
  const open = outcomes(result('default-allow').steps.never?.stdout ?? '');

  test.each(neverCalls)('%s', (call) => {
    expect([seen[call], marked[call]]).toEqual(['EPERM', marks.profile]);
  });

  test('any of them, which the default action sees to', () => {
    expect(Object.keys(open)).toHaveLength(neverCalls.length);
    expect(Object.values(open).filter((answer) => answer !== 'EPERM').length).toBeGreaterThan(20);
  });
});

test('32-bit calls end the process, because x86-64 is the only architecture', () => {
  expect(words('marked', 'int80')).toBe('try signal 31');
  expect(words('with-x86', 'int80')).toMatch(/^try ok \d+$/);
});

test('every call of x86-64 is either allowed, narrowed or never allowed', () => {
  const listed = [...rules.flatMap(({ names }) => names), ...neverCalls];
  expect([...callNumbers().keys()].filter((call) => !listed.includes(call))).toEqual([]);
});
