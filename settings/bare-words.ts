import { locator } from '../pipeline/yaml/locate';
import { leaves } from './leaves';
import type { Finding } from './rules';
import { schemaRules } from './schema-rules';

/** Booleans of YAML 1.1, which many readers still go by; ours takes them for words, as YAML 1.2 does. */
const booleans = /^(?:y|n|yes|no|on|off)$/i;

/** Words without quotes that stand where any text may, and that somebody may have meant, or will read, as a boolean. */
export function bareWords(text: string, data: unknown): Finding[] {
  // `off` is what the level is called, and the schema lists it.
  const words = leaves(data).filter(
    ([path, value]) => typeof value === 'string' && booleans.test(value) && path.join('.') !== 'kernel.isolation',
  );
  if (words.length === 0) return [];
  const [locate, lines] = [locator(text), text.split('\n')];
  return words.flatMap(([path, value]) => {
    const { line, column } = locate(path);
    const rest = lines[line - 1]?.slice(column - 1) ?? '';
    if (!new RegExp(`^(?:[\\w-]+: +)?${String(value)}\\b`).test(rest)) return [];
    const message = `${String(value)} is a boolean to many readers of YAML; put it in quotes, or write what is meant`;
    return [{ path, rule: schemaRules.wrongType.id, message }];
  });
}
