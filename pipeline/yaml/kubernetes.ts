import {
  boolYaml11Tag,
  defineScalarTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml';

const base64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;
const prefixed = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;
const decimal = /^[+-]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?$/;
const unbounded = /^[+-]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;

/**
 * YAML as kubectl and the API server read it (sigs.k8s.io/yaml, a YAML 1.1 of its own): `yes`, `on` and `y` are
 * booleans, `010` is eight, `1_000` a number; dates and `12:30` stay text. Seen with a real API server, 1.36; the suite
 * with real programs compares texts with apimachinery's own reader.
 */
export const kubernetesYaml = schemaWith(numberOf);

/**
 * The same with whole numbers that JavaScript's numbers cannot hold as `bigint`, as far as the API server keeps all of
 * their digits: 64 bits with a sign (apimachinery, `unstructured`).
 */
export const exactYaml = schemaWith(exactNumberOf);

function schemaWith(numberIn: (source: string) => number | bigint | undefined): Schema {
  return new Schema([
    strTag,
    seqTag,
    mapTag,
    nullYaml11Tag,
    boolYaml11Tag,
    defineScalarTag<number | bigint>('tag:yaml.org,2002:int', {
      implicit: true,
      implicitFirstChars: [...'+-0123456789.'],
      resolve: (source) => numberIn(source) ?? NOT_RESOLVED,
      identify: () => false,
    }),
    defineScalarTag<number>('tag:yaml.org,2002:float', {
      resolve: (source) => numberOf(source) ?? NOT_RESOLVED,
      identify: () => false,
    }),
    defineScalarTag<string>('tag:yaml.org,2002:binary', {
      resolve: (source) => (base64.test(source) ? Buffer.from(source, 'base64').toString('utf8') : NOT_RESOLVED),
      identify: () => false,
    }),
    // Tags of somebody's own say nothing.
    defineScalarTag<string>('!', { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
    { ...seqTag, tagName: '!', matchByTagPrefix: true },
    { ...mapTag, tagName: '!', matchByTagPrefix: true },
    mergeTag,
  ]);
}

/** The number that a bare word stands for, or undefined when it is text. */
function numberOf(source: string): number | undefined {
  const plain = source.replaceAll('_', '');
  const [, sign, digits] = prefixed.exec(plain) ?? [];
  if (digits !== undefined)
    return (sign === '-' ? -1 : 1) * Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (decimal.test(plain)) return Number(plain);
  // Kubernetes refuses these; as numbers they fail wherever a text is wanted, and JSON has no such number.
  return unbounded.test(source) ? Number.NaN : undefined;
}

/** The number of a bare word, without the loss of a digit. */
function exactNumberOf(source: string): number | bigint | undefined {
  const number = numberOf(source);
  if (number === undefined || !Number.isInteger(number) || Number.isSafeInteger(number)) return number;
  const digits = source.replaceAll('_', '').replace(/^\+/, '');
  if (!/^-?[1-9]\d*$/.test(digits)) return number;
  const exact = BigInt(digits);
  return BigInt.asIntN(64, exact) === exact ? exact : number;
}
