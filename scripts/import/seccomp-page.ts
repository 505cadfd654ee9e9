import { childProgram } from '../../charts/cave-kernel/child-filter';
import type { Instruction } from '../../charts/cave-kernel/child-filter/bpf';
import { type ChildRule, childRules } from '../../charts/cave-kernel/child-filter/rules';
import { bubblewrap, narrowed } from '../../charts/cave-kernel/seccomp/narrowed';
import { never } from '../../charts/cave-kernel/seccomp/never';
import type { Argument, Reasoned } from '../../charts/cave-kernel/seccomp/rule';
import { runtimeBase } from '../../charts/cave-kernel/seccomp/runtime-base';

/** docs/seccomp.md: both filters as people review them. */
export function seccompPage(): string {
  return `# System calls

Written by \`npm run import\` from \`charts/cave-kernel/seccomp\` and \`charts/cave-kernel/child-filter\`; edit those. What
\`npm run test:kernel\` proves of it: each rule beside the runtime's default list is needed, nothing that is refused works.

## The pod

For x86-64, the only architecture the server runs on; a call of another one ends the process. What is not listed fails
with EPERM.

### The runtime's default

The list that containerd 2.1 allows a process without capabilities, without tracing (\`ptrace\` and \`process_vm_*\`). It is
taken over whole: nobody has shown of each call that the server or a tenant's program needs it. The test shows it group by
group, by one call of each that works and is refused once the group lacks it.

${table(
  'For',
  'Calls',
  Object.entries(runtimeBase).map(([purpose, names]) => [purpose, code(names)]),
)}

### Only with these arguments

${table('Call', 'Why', narrowed.map(reasoned))}

### What bubblewrap needs

${table('Call', 'Why', bubblewrap.map(reasoned))}

### Never

Together with the lists above these are all calls of Linux 6.1.

${table(
  'Because',
  'Calls',
  Object.entries(never).map(([reason, names]) => [reason, code(names)]),
)}

## The sandbox

The wrapper hands bubblewrap a second filter, which holds for the command of the tenant and all it starts, on top of the
pod's. What it does not name is left to the pod's. Another architecture ends the process; the x32 way of calling gets
EPERM here, and is ended by the pod's.

${table('Call', 'Why', childRules.map(childRule))}

The compiled program, ${childProgram().length} instructions:

\`\`\`
${childProgram().map(listing).join('\n')}
\`\`\`
`;
}

function table(left: string, right: string, rows: readonly (readonly string[])[]): string {
  return [`| ${left} | ${right} |`, '|---|---|', ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ');
}

function reasoned({ rule, reason }: Reasoned): string[] {
  return [[code(rule.names), ...(rule.args ?? []).map(argument)].join(' '), reason];
}

function argument({ index, value, valueTwo, op }: Argument): string {
  if (op === 'SCMP_CMP_EQ') return `argument ${index} = ${hex(value)}`;
  if (value === 0xffffffff) return `argument ${index} = ${valueTwo} in its lower half`;
  return `argument ${index} without ${hex(value)}`;
}

function childRule({ calls, when, reason, answer }: ChildRule): string[] {
  const condition = when && ('equals' in when ? `= ${hex(when.equals)}` : `with any bit of ${hex(when.anyBitOf)}`);
  const argumentText = when ? ` argument ${when.argument} ${condition}` : '';
  return [`${code(calls)}${argumentText}${answer === 'EPERM' ? '' : `: ${answer}`}`, reason];
}

function listing({ code: opcode, jt, jf, k, comment }: Instruction, index: number): string {
  const place = String(index).padStart(3);
  const bytes = `${opcode.toString(16).padStart(2, '0')} ${jt} ${jf} ${hex(k)}`;
  return `${place}  ${bytes.padEnd(20)}  ${comment}`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
