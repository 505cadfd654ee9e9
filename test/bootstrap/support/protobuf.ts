/** Fields of a message by number, those that are texts or messages themselves. */
function fieldsOf(message: Buffer): Map<number, Buffer[]> {
  const fields = new Map<number, Buffer[]>();
  let position = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = message[position++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  };
  while (position < message.length) {
    const tag = varint();
    const length = varint();
    // Numbers, which have no length, are times and counters: nobody here asks for them.
    if (tag % 8 !== 2) continue;
    const number = Math.floor(tag / 8);
    fields.set(number, [...(fields.get(number) ?? []), message.subarray(position, position + length)]);
    position += length;
  }
  return fields;
}

/**
 * A Secret as Helm sends it: `k8s` and a zero, runtime.Unknown around core/v1 Secret (generated.proto of k8s.io/apimachinery
 * and k8s.io/api, v0.36).
 */
export function secretOf(body: Buffer) {
  const raw = fieldsOf(body.subarray(4)).get(2)?.[0] ?? Buffer.alloc(0);
  const secret = fieldsOf(raw);
  const metadata = fieldsOf(secret.get(1)?.[0] ?? Buffer.alloc(0));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${metadata.get(1)?.[0]}`,
      labels: mapIn(metadata.get(11), (value) => `${value}`),
    },
    data: mapIn(secret.get(2), (value) => value.toString('base64')),
    type: `${secret.get(3)?.[0]}`,
  };
}

function mapIn(entries: readonly Buffer[] = [], read: (value: Buffer) => string): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const fields = fieldsOf(entry);
      return [`${fields.get(1)?.[0]}`, read(fields.get(2)?.[0] ?? Buffer.alloc(0))];
    }),
  );
}
