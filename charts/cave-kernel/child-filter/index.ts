import { assemble, bytes, type Instruction, type Line, offsets } from './bpf';
import { type ChildRule, childRules } from './rules';
import { numberOf } from './numbers';

/** Answers of a seccomp program (Linux `linux/seccomp.h`): the upper half says what to do, the lower with what error. */
export const answers = { allow: 0x7fff0000, EPERM: 0x00050001, ENOSYS: 0x00050026, kill: 0x80000000 } as const;

/** AUDIT_ARCH_X86_64 */
const x86_64 = 0xc000003e;
/** Numbers from here on are the x32 way of calling, which knows some calls under other numbers. */
const x32 = 0x40000000;

/** The program for these rules. Rules without condition come first, so that most calls are through quickly. */
export function childProgram(rules: readonly ChildRule[] = childRules): Instruction[] {
  const conditional = rules.filter(({ when }) => when);
  const calls = [...new Set(conditional.flatMap((rule) => rule.calls))];
  return assemble([
    { op: 'load', offset: offsets.architecture, comment: 'architecture' },
    { op: 'equal', value: x86_64, no: 'kill', comment: 'x86-64' },
    { op: 'load', offset: offsets.number, comment: 'call' },
    { op: 'at least', value: x32, yes: 'EPERM', comment: 'x32' },
    ...rules
      .filter(({ when }) => !when)
      .flatMap(({ calls, answer }) => calls.map((call): Line => isCall(call, answer))),
    ...calls.map((call) => isCall(call, call)),
    { op: 'return', value: answers.allow, comment: 'allow' },
    ...calls.flatMap((call) => conditions(call, conditional)),
    ...(['EPERM', 'ENOSYS', 'kill'] as const).flatMap((answer): Line[] => [
      { op: 'label', name: answer },
      { op: 'return', value: answers[answer], comment: answer },
    ]),
  ]);
}

function isCall(call: string, yes: string): Line {
  return { op: 'equal', value: numberOf(call), yes, comment: call };
}

/** Looks at the arguments of one call. */
function conditions(call: string, rules: readonly ChildRule[]): Line[] {
  const tests = rules.flatMap(({ calls, when, answer }): Line[] => {
    if (!when || !calls.includes(call)) return [];
    return [
      { op: 'load', offset: offsets.argument(when.argument), comment: `argument ${when.argument} of ${call}` },
      'equals' in when
        ? { op: 'equal', value: when.equals, yes: answer, comment: hex(when.equals) }
        : { op: 'any bit of', value: when.anyBitOf, yes: answer, comment: `any bit of ${hex(when.anyBitOf)}` },
    ];
  });
  return [{ op: 'label', name: call }, ...tests, { op: 'return', value: answers.allow, comment: 'allow' }];
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** File of the filter in the folder of the wrapper, which hands it to bubblewrap. */
export const childFilterFile = 'child-filter.bpf';

/** The filter of every command in a sandbox, compiled and in Base64, as a ConfigMap's `binaryData` wants it. */
export const childFilter = Buffer.from(bytes(childProgram())).toString('base64');
