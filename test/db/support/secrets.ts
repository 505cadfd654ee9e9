import { createHash } from 'node:crypto';
import { find, type Rendered } from './tree';

/** The values of a secret store, by the variable that a template reads; the rest gets a value made from its name. */
export type Values = Readonly<Record<string, string>>;

/** The value of a variable: characters that a URL has to encode, unless it is a token. */
export function valueOf(variable: string, values: Values = {}): string {
  const letters = createHash('sha256').update(variable).digest('hex').slice(0, 48);
  return values[variable] ?? (variable.endsWith('token') ? letters : `p@:/%?&+${letters}`);
}

/** What External Secrets would put into the Secret, from the committed template. */
export function secretData(objects: readonly Rendered[], name: string, values: Values): Record<string, string> {
  const templates = find(objects, 'ExternalSecret', name).spec.target?.template.data ?? {};
  return Object.fromEntries(
    Object.entries(templates).map(([key, template]) => [
      key,
      template.replace(/\{\{ \.(\w+)((?: \| [a-z0-9 ]+)*) \}\}/g, (_all, variable: string, filters: string) =>
        filters.split(' | ').reduce(applyFilter, valueOf(variable, values)),
      ),
    ]),
  );
}

function applyFilter(value: string, filter: string): string {
  const [name, argument] = filter.trim().split(' ');
  switch (name) {
    case '':
    case undefined:
      return value;
    case 'urlquery':
      return encodeURIComponent(value);
    case 'sha256sum':
      return createHash('sha256').update(value).digest('hex');
    case 'trunc':
      return value.slice(0, Number(argument));
    default:
      throw new Error(`the suites do not know the template function ${name}`);
  }
}
