import { readFileSync } from 'node:fs';
import path from 'node:path';
import { childRules } from '../../../charts/cave-kernel/child-filter/rules';
import { seccompName, seccompProfile } from '../../../charts/cave-kernel/seccomp';
import { bubblewrap, narrowed } from '../../../charts/cave-kernel/seccomp/narrowed';
import { never } from '../../../charts/cave-kernel/seccomp/never';
import { runtimeBase } from '../../../charts/cave-kernel/seccomp/runtime-base';
import { seccompPage } from '../../../scripts/import/seccomp-page';
import { ROOT } from '../../support/environments';

const base = Object.values(runtimeBase).flat();
const refused = Object.values(never).flat();
const conditional = [...narrowed, ...bubblewrap];

test('the page is what the filters say', () => {
  expect(readFileSync(path.join(ROOT, 'docs/seccomp.md'), 'utf8')).toBe(seccompPage());
});

test('no call is listed twice', () => {
  const all = [...base, ...refused, ...new Set(conditional.flatMap(({ rule }) => rule.names))];
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});

test('every rule that is not the base has a reason', () => {
  expect([...conditional, ...childRules].filter(({ reason }) => reason.length < 5)).toEqual([]);
});

test('whoever refuses a call for the sandbox knows it from one of the lists of the pod', () => {
  const known = [...base, ...refused, ...conditional.flatMap(({ rule }) => rule.names)];
  expect(childRules.flatMap(({ calls }) => calls).filter((call) => !known.includes(call))).toEqual([]);
});

test('what the profile does not list fails, and it is named after its content', () => {
  expect(seccompProfile.defaultAction).toBe('SCMP_ACT_ERRNO');
  expect(seccompName).toMatch(/^cave-kernel-[0-9a-f]{10}$/);
});
