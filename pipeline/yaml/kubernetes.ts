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

/**
 * YAML as kubectl and the API server read it (sigs.k8s.io/yaml, a YAML 1.1 of its own): `yes`, `on` and `y` are
 * booleans, `010` is eight, `1_000` a number; dates and `12:30` stay text. Seen with a real API server, 1.36.
 */
export const kubernetesYaml = new Schema([
  strTag,
  seqTag,
  mapTag,
  nullYaml11Tag,
  boolYaml11Tag,
  defineScalarTag<number>('tag:yaml.org,2002:int', {
    implicit: true,
    implicitFirstChars: [...'+-0123456789.'],
    resolve: (source) => numberOf(source) ?? NOT_RESOLVED,
    identify: () => false,
  }),
  mergeTag,
]);

const prefixed = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;
const decimal = /^[+-]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?$/;
const unbounded = /^[+-]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;

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
