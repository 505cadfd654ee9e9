/**
 * An assembler for the classic BPF programs that seccomp runs (Linux `linux/filter.h`, `linux/seccomp.h`): as much of it
 * as a filter of calls needs. Jumps go to labels further down.
 */
export type Line =
  | { readonly op: 'load'; readonly offset: number; readonly comment: string }
  | Jump
  | { readonly op: 'return'; readonly value: number; readonly comment: string }
  | { readonly op: 'label'; readonly name: string };

/** Compares what was loaded; without a label the program goes on with the next line. */
export interface Jump {
  readonly op: 'equal' | 'at least' | 'any bit of';
  readonly value: number;
  readonly yes?: string;
  readonly no?: string;
  readonly comment: string;
}

/** One instruction as the kernel reads it: struct sock_filter. */
export interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
  readonly comment: string;
}

/** Where struct seccomp_data has what a program may look at, in bytes; arguments have their lower half first. */
export const offsets = { number: 0, architecture: 4, argument: (index: number) => 16 + 8 * index } as const;

const codes = { load: 0x20, equal: 0x15, 'at least': 0x35, 'any bit of': 0x45, return: 0x06 } as const;

/** Resolves the labels. Throws when one is missing, behind the jump, or further than the 255 a jump can reach. */
export function assemble(lines: readonly Line[]): Instruction[] {
  const places = new Map<string, number>();
  const program = lines.filter((line, index) => {
    if (line.op !== 'label') return true;
    places.set(line.name, index - places.size);
    return false;
  });
  const distance = (from: number, label: string | undefined): number => {
    if (label === undefined) return 0;
    const far = (places.get(label) ?? -1) - from - 1;
    if (far < 0 || far > 255) throw new Error(`no jump from instruction ${from} to "${label}"`);
    return far;
  };
  return program.map((line, index) => {
    if (line.op === 'label') throw new Error('labels are gone');
    const { comment } = line;
    if (line.op === 'load') return { code: codes.load, jt: 0, jf: 0, k: line.offset, comment };
    if (line.op === 'return') return { code: codes.return, jt: 0, jf: 0, k: line.value, comment };
    return {
      code: codes[line.op],
      jt: distance(index, line.yes),
      jf: distance(index, line.no),
      k: line.value,
      comment,
    };
  });
}

/** The bytes that seccomp is given on x86-64: eight for each instruction, least significant first. */
export function bytes(program: readonly Instruction[]): Uint8Array {
  const data = new DataView(new ArrayBuffer(program.length * 8));
  program.forEach(({ code, jt, jf, k }, index) => {
    data.setUint16(index * 8, code, true);
    data.setUint8(index * 8 + 2, jt);
    data.setUint8(index * 8 + 3, jf);
    data.setUint32(index * 8 + 4, k, true);
  });
  return new Uint8Array(data.buffer);
}
