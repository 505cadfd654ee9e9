/** Plain data as YAML may hold it; `undefined` members are left out. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Writes plain data as block YAML that YAML 1.1 (what Kubernetes reads) and 1.2 parsers read alike. Strings stay bare
 * where no parser could take them for anything else; several lines become a literal block, so that scripts and
 * configuration can be reviewed. Ours, because it is on the path of every synth and libraries take ten times as long.
 */
export function writeYaml(data: Plain): string {
  if (isScalar(data)) return `${scalar(data)}\n`;
  return `${Array.isArray(data) ? listBlock(data, '') : mapBlock(data, '')}\n`.slice(1);
}

/** What follows `key:`. Lists keep the key's indent, as kubectl prints them. */
function nestedValue(value: Plain, indent: string): string {
  if (isScalar(value)) return ` ${scalar(value, `${indent}  `)}`;
  return Array.isArray(value) ? listBlock(value, indent) : mapBlock(value, `${indent}  `);
}

/** What follows `-`: the first member shares the dash's line. */
function nestedItem(value: Plain, indent: string): string {
  if (isScalar(value)) return ` ${scalar(value, indent)}`;
  const text = Array.isArray(value) ? listBlock(value, indent) : mapBlock(value, indent);
  return ` ${text.slice(1 + indent.length)}`;
}

function listBlock(list: readonly Plain[], indent: string): string {
  return list.map((item) => `\n${indent}-${nestedItem(item ?? null, `${indent}  `)}`).join('');
}

function mapBlock(map: object, indent: string): string {
  let text = '';
  for (const [key, value] of Object.entries(map)) {
    if (value !== undefined) text += `\n${indent}${scalar(key)}:${nestedValue(value, indent)}`;
  }
  return text;
}

/** Whether a value fits on one line behind its key: also what is empty, and several lines of text. */
function isScalar(value: Plain): value is Exclude<Plain, object> {
  if (value === null || typeof value !== 'object') return true;
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every((member) => member === undefined);
}

function scalar(value: Plain, indent = ''): string {
  if (typeof value === 'string') return text(value, indent);
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

// Words and versions, paths, images, sentences: no indicator in front, no ': ', ' #', trailing blank or line break.
const bare = /^(?:--?|\.\/)?[A-Za-z_/](?:[A-Za-z0-9_/.@+=%(),;<>"'$~^&?!*{}[\]|-]|:(?=\S)| (?=[^#\s]))*$/;
// Words that YAML 1.1 or 1.2 reads as null, boolean, float or merge key.
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|_+)$/i;
// Amounts, durations, addresses and ranges start with a digit and still are no numbers.
const amount = /^(?:\d+(?:m|k|M|G|T|Ki|Mi|Gi|Ti|s|h|d|w|ms)|\d+\.\d+\.\d+\.\d+(?:\/\d+)?)$/;

function text(value: string, indent: string): string {
  if ((bare.test(value) && !reserved.test(value)) || amount.test(value)) return value;
  return isLiteral(value) && indent !== '' ? literal(value, indent) : quoted(value);
}

/** JSON's quoting is YAML's, but for line separators that some YAML readers fold. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Several lines that a literal block keeps to the byte: no odd white space, nothing unprintable. */
function isLiteral(value: string): boolean {
  return (
    /^[^\s][^\n]*\n/.test(value) &&
    !/[ \t]\n|\n\s*\n*$(?<!\S\n)|[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe]|\u2028|\u2029/.test(value)
  );
}

function literal(value: string, indent: string): string {
  const keep = value.endsWith('\n') ? '' : '-';
  const lines = (keep === '' ? value.slice(0, -1) : value).split('\n');
  return `|${keep}${lines.map((line) => (line === '' ? '\n' : `\n${indent}${line}`)).join('')}`;
}
