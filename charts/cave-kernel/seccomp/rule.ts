/** One rule of an OCI runtime seccomp profile (runtime-spec, config-linux). */
export interface Rule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Argument[];
}

/** What an argument must be; the kernel hands all 64 bits of it to the filter. */
export interface Argument {
  readonly index: number;
  /** With SCMP_CMP_MASKED_EQ the mask; what the masked argument has to equal is then `valueTwo`. */
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ';
}

/** A rule and why it is there. */
export interface Reasoned {
  readonly rule: Rule;
  readonly reason: string;
}

/** Allows one call, whatever its arguments or only with those. */
export function allow(name: string, reason: string, ...args: readonly Argument[]): Reasoned {
  return { rule: { names: [name], action: 'SCMP_ACT_ALLOW', ...(args.length > 0 && { args }) }, reason };
}

/** Lets one call fail with an error number of its own instead of EPERM. */
export function refuse(name: string, reason: string, errnoRet: number): Reasoned {
  return { rule: { names: [name], action: 'SCMP_ACT_ERRNO', errnoRet }, reason };
}

/** The argument is exactly this, all 64 bits of it. */
export function exactly(index: number, value: number): Argument {
  return { index, value, op: 'SCMP_CMP_EQ' };
}

/** None of these bits is set; the others may be. */
export function without(index: number, bits: number): Argument {
  return { index, value: bits, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' };
}

/** The lower 32 bits are this: all that the kernel looks at where it takes an `int`, and callers may leave rubbish above. */
export function int(index: number, value: number): Argument {
  return { index, value: 0xffffffff, valueTwo: value, op: 'SCMP_CMP_MASKED_EQ' };
}
