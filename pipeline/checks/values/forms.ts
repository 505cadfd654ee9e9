import type { FieldPath } from '../../../kubernetes/access';
import {
  isConfigKey,
  isDns1035Label,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isPortName,
  isQualifiedName,
} from '../../../kubernetes/syntax';
import type { Finding } from '../rule';
import { wrong } from './for-kinds';

/** How a text has to be written. */
export interface Form {
  readonly holds: (text: string) => boolean;
  /** What to use, for messages. */
  readonly wanted: string;
}

/** Whether a text can stand in a path of the API; all that some kinds ask of names. */
function isPathSegment(name: string): boolean {
  return name !== '.' && name !== '..' && !name.includes('/') && !name.includes('%');
}

/** The forms of names, keys and values. */
export const forms = {
  subdomain: { holds: isDnsSubdomain, wanted: 'lower-case letters, digits, "-" and ".", at most 253' },
  label: { holds: isDnsLabel, wanted: 'lower-case letters, digits and "-", at most 63' },
  label1035: { holds: isDns1035Label, wanted: 'lower-case letters, digits and "-" after a letter, at most 63' },
  pathSegment: { holds: isPathSegment, wanted: 'no "/" and no "%", and neither "." nor ".."' },
  key: {
    holds: isQualifiedName,
    wanted: 'letters, digits, "-", "_" and ".", at most 63, after an optional "domain/"',
  },
  labelValue: {
    holds: isLabelValue,
    wanted: 'letters, digits, "-", "_" and ".", at most 63, with a letter or digit at both ends',
  },
  configKey: { holds: isConfigKey, wanted: 'letters, digits, "-", "_" and "."' },
  portName: { holds: isPortName, wanted: 'a-z, 0-9 and "-", at most 15 and one letter at least' },
} as const satisfies Readonly<Record<string, Form>>;

const nothing: readonly Finding[] = [];

/** Says that a text is not a valid `what`; nothing about other values, which the schema refuses. */
export function notValid(path: FieldPath, value: unknown, { holds, wanted }: Form, what: string): readonly Finding[] {
  if (typeof value !== 'string' || holds(value)) return nothing;
  return [wrong(path, `"${value}" is not a valid ${what}; use ${wanted}`)];
}

/** The same for a field that may be left empty. */
export function notValidOrEmpty(path: FieldPath, value: unknown, form: Form, what: string): readonly Finding[] {
  return value === '' ? nothing : notValid(path, value, form, what);
}

/** Whether a number is that of a port. */
function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65535;
}

/** Says that a number is not that of a port. */
export function notPort(path: FieldPath, port: unknown): readonly Finding[] {
  if (typeof port !== 'number' || isPort(port)) return nothing;
  return [wrong(path, `${port} is not a valid port; use 1 to 65535`)];
}

/** Says that a value is neither the number nor the name of a port. */
export function notPortOrName(path: FieldPath, port: unknown): readonly Finding[] {
  if (typeof port === 'string' && /^\d+$/.test(port)) return [wrong(path, 'is a number in quotes; remove them')];
  return typeof port === 'number' ? notPort(path, port) : notValid(path, port, forms.portName, 'port name');
}
