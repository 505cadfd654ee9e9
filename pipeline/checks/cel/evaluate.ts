import { isIP } from 'node:net';
import { type Environment, environment, type Parsed } from './library';

let evaluator: Environment | undefined;
const parsed = new Map<string, Parsed | undefined>();

/**
 * What a validation of a definition says of a value: true, false, or undefined when it cannot be told here. That is so
 * when it looks at the value before a change, calls a function that neither the library nor `functions` has, or fails.
 */
export function evaluate(rule: string, self: unknown): boolean | undefined {
  if (/\boldSelf\b/.test(rule)) return undefined;
  try {
    const result = expressionOf(rule)?.({ self });
    return typeof result === 'boolean' ? result : undefined;
  } catch {
    return undefined;
  }
}

function expressionOf(rule: string): Parsed | undefined {
  if (!parsed.has(rule)) {
    evaluator ??= withFunctions(environment());
    let expression: Parsed | undefined;
    try {
      expression = evaluator.parse(rule);
    } catch {
      // Its syntax is the rule value/definition-expression's business.
    }
    parsed.set(rule, expression);
  }
  return parsed.get(rule);
}

/** Functions of Kubernetes' own library; source: k8s.io/apiserver 0.36, `pkg/cel/library`. */
const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
  'isIP(string): bool': (text: string) => isIP(text) > 0,
  'isURL(string): bool': (text: string) => URL.canParse(text) && !/\s/.test(text),
  'string.find(string): string': (text: string, pattern: string) => new RegExp(pattern, 'u').exec(text)?.[0] ?? '',
  'string.findAll(string): list': (text: string, pattern: string) => text.match(new RegExp(pattern, 'gu')) ?? [],
  'list.isSorted(): bool': (items: readonly (string | bigint | number)[]) =>
    items.every((item, index) => index === 0 || (items[index - 1] ?? item) <= item),
  'list.indexOf(dyn): int': (items: readonly unknown[], item: unknown) => BigInt(items.indexOf(item)),
};

function withFunctions(env: Environment): Environment {
  for (const [signature, handler] of Object.entries(functions)) env.registerFunction(signature, handler, { async: false });
  return env;
}
