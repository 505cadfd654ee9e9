/** What seccomp shows a program of a call: struct seccomp_data, without the instruction pointer. */
export interface Call {
  readonly number: number;
  readonly architecture: number;
  readonly args: readonly bigint[];
}

/** Runs a compiled filter as the kernel does and returns what it answers. Throws at an instruction it does not know. */
export function answerOf(filter: Uint8Array, call: Call): number {
  const program = new DataView(filter.buffer, filter.byteOffset, filter.length);
  const data = dataOf(call);
  let accumulator = 0;
  for (let at = 0; at < program.byteLength; at += 8) {
    const [code, k] = [program.getUint16(at, true), program.getUint32(at + 4, true)];
    const jump = (met: boolean) => (at += 8 * program.getUint8(at + (met ? 2 : 3)));
    if (code === 0x20) accumulator = data.getUint32(k, true);
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x35) jump(accumulator >= k);
    else if (code === 0x45) jump((accumulator & k) !== 0);
    else if (code === 0x06) return k;
    else throw new Error(`instruction ${at / 8} has the unknown code ${code}`);
  }
  throw new Error('the program does not return');
}

function dataOf({ number, architecture, args }: Call): DataView {
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, number, true);
  data.setUint32(4, architecture, true);
  args.forEach((value, index) => data.setBigUint64(16 + 8 * index, value, true));
  return data;
}
