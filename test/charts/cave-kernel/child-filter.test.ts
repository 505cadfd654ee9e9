import { answers, childFilter, childProgram } from '../../../charts/cave-kernel/child-filter';
import { assemble, bytes, type Line } from '../../../charts/cave-kernel/child-filter/bpf';
import { numberOf } from '../../../charts/cave-kernel/child-filter/numbers';
import { childRules } from '../../../charts/cave-kernel/child-filter/rules';
import { answerOf } from './bpf-machine';

const filter = new Uint8Array(Buffer.from(childFilter, 'base64'));
const x86_64 = 0xc000003e;
const i386 = 0x40000003;
const aarch64 = 0xc00000b7;
const x32 = 0x40000000;
const above = 1n << 32n;
const names = Object.fromEntries(Object.entries(answers).map(([name, value]) => [value, name]));

function answer(call: string | number, args: readonly (number | bigint)[] = [], architecture = x86_64): string {
  const number = typeof call === 'number' ? call : numberOf(call);
  const result = answerOf(filter, { number, architecture, args: args.map(BigInt) });
  return names[result] ?? `0x${result.toString(16)}`;
}

test.each([
  ['read', 0, [], x86_64, 'allow'],
  ['an unknown call', 9999, [], x86_64, 'allow'],
  ['read of i386', 3, [], i386, 'kill'],
  ['read of aarch64', 63, [], aarch64, 'kill'],
  ['read of x32', x32, [], x86_64, 'EPERM'],
  ['ptrace of x32', x32 + 521, [], x86_64, 'EPERM'],
  ['the number -1', 0xffffffff, [], x86_64, 'EPERM'],
  ['a fork', 'clone', [17], x86_64, 'allow'],
  ['a thread', 'clone', [0x3d0f00], x86_64, 'allow'],
  ['clone with a user namespace', 'clone', [0x10000011], x86_64, 'EPERM'],
  ['clone with a mount namespace', 'clone', [0x20011], x86_64, 'EPERM'],
  ['clone with a cgroup namespace', 'clone', [0x2000011], x86_64, 'EPERM'],
  ['clone with a user namespace and a bit above', 'clone', [above + 0x10000011n], x86_64, 'EPERM'],
  ['clone3', 'clone3', [], x86_64, 'ENOSYS'],
  ['an ioctl', 'ioctl', [0, 0x5401], x86_64, 'allow'],
  ['an ioctl with TIOCSTI as descriptor', 'ioctl', [0x5412, 0x5401], x86_64, 'allow'],
  ['TIOCSTI', 'ioctl', [0, 0x5412], x86_64, 'EPERM'],
  ['TIOCSTI with a bit above', 'ioctl', [0, above + 0x5412n], x86_64, 'EPERM'],
  ['TIOCLINUX', 'ioctl', [0, 0x541c], x86_64, 'EPERM'],
] as const)('%s', (_name, call, args, architecture, wanted) => {
  expect(answer(call, args, architecture)).toBe(wanted);
});

test.each(childRules.filter(({ when }) => !when).flatMap((rule) => rule.calls.map((call) => [call, rule.answer])))(
  '%s gets %s whatever its arguments',
  (call, wanted) => {
    expect([answer(call), answer(call, [1, 2, 3, 4, 5, 6])]).toEqual([wanted, wanted]);
  },
);

test('only what a rule names is refused', () => {
  const refused = [...Array(512).keys()].filter((number) => answer(number) !== 'allow');
  const named = childRules.filter(({ when }) => !when).flatMap(({ calls }) => calls.map(numberOf));
  expect(refused).toEqual(named.sort((a, b) => a - b));
});

test('the same rules are the same bytes, and each rule changes them', () => {
  const built = (rules = childRules) => Buffer.from(bytes(childProgram(rules))).toString('base64');
  expect(built()).toBe(childFilter);
  const shorter = childRules.map((rule) => built(childRules.filter((other) => other !== rule)));
  expect(new Set([childFilter, ...shorter]).size).toBe(childRules.length + 1);
});

test('fits into what the kernel takes: at most 4096 instructions of eight bytes', () => {
  expect(filter.length % 8).toBe(0);
  expect(filter.length / 8).toBeLessThan(4096);
});

describe('the assembler refuses a jump', () => {
  const end: Line = { op: 'return', value: 0, comment: '' };
  const jump: Line = { op: 'equal', value: 1, yes: 'there', comment: '' };
  const there: Line = { op: 'label', name: 'there' };
  test.each([
    ['to no label', [jump, end]],
    ['backwards', [there, jump, end]],
    ['further than 255', [jump, ...Array<Line>(256).fill(end), there, end]],
  ])('%s', (_name, lines) => {
    expect(() => assemble(lines)).toThrow('no jump from instruction');
  });
});

test('a call without a number is a mistake of ours', () => {
  expect(() => numberOf('openat3')).toThrow('no number for the call "openat3"');
});
