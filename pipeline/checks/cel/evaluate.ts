import { isIP } from 'node:net';
import { type Environment, environment, type Parsed } from './library';

let evaluator: Environment | undefined;
const parsed = new Map<string, Parsed | undefined>();

/**
 * Why a validation of a definition refuses a value: because it is false, or reads what is not there, which counts as
 * false. Undefined when it does not, or when that cannot be told here: it looks at the value before a change, or calls a
 * function that neither the library nor `functions` has.
 */
export function refusedBecause(rule: string, self: unknown): string | undefined {
  if (/\boldSelf\b/.test(rule)) return undefined;
  const text = `\`${rule.trim().replace(/\s+/g, ' ')}\``;
  try {
    return expressionOf(rule)?.({ self }) === false ? `${text} has to be true` : undefined;
  } catch (error) {
    const { code, summary } = error as { code?: string; summary?: string };
    return code === 'no_such_key' ? `${text} cannot be told: ${summary ?? 'no such key'}` : undefined;
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
  for (const [signature, handler] of Object.entries(functions))
    env.registerFunction(signature, handler, { async: false });
  return env;
}
