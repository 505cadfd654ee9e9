/** Something in a text that gives access to something. */
export interface SecretMatch {
  readonly sort: 'private-key' | 'token' | 'url-password' | 'value';
  /** What it is, for people; never the value itself. */
  readonly what: string;
}

// One look at a text decides whether any of the formats below can be in it.
const hint =
  /PRIVATE KEY|A[KS]IA[A-Z0-9]{16}|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|hooks\.slack|[sr]k_live_|AIza|eyJ|npm_|SG\.|hvs\.|dckr_pat_|pypi-|AGE-SECRET|AccountKey=|LS0tLS1CRUdJTi|:\/\//;

const privateKey = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]{0,200}?[A-Za-z0-9+/]{32}/;
const encodedPem = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{30,}/g;

const tokens: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'an access key of AWS', pattern: /(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  { what: 'a token of GitHub', pattern: /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{60}/ },
  { what: 'a token of GitLab', pattern: /\bglpat-[\w-]{20}/ },
  {
    what: 'a token of Slack',
    pattern: /\bxox[abeoprs]-[\w-]{20}|hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16}/,
  },
  { what: 'a key of Stripe', pattern: /\b[sr]k_live_[A-Za-z0-9]{20}/ },
  { what: 'a key of Google', pattern: /\bAIza[\w-]{35}/ },
  { what: 'a signed token (JWT)', pattern: /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{16}/ },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { what: 'a key of SendGrid', pattern: /\bSG\.[\w-]{22}\.[\w-]{43}/ },
  { what: 'a token of Vault', pattern: /\bhvs\.[\w-]{24}/ },
  { what: 'a token of Docker Hub', pattern: /\bdckr_pat_[\w-]{20}/ },
  { what: 'a token of PyPI', pattern: /\bpypi-AgE[\w-]{40}/ },
  { what: 'a key of age', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{50}/ },
  { what: 'a key of Azure Storage', pattern: /\bAccountKey=[A-Za-z0-9+/]{80}/ },
];

/** That of AWS. */
const shortestKey = 20;

const urlPassword = /:\/\/[^\s:/@"'`]{0,100}:([^\s/@"'`]{1,200})@/g;
/** Signs of a place where a value will be. */
const placeholder = /\$[({]|\{\{|\}\}|^<.*>$|^%\w|^\*+$|^x+$|^\.{3}|…|^\$\w/i;

/** The first secret of a known format in a text. */
export function knownSecret(text: string): SecretMatch | undefined {
  // Most texts are short words, and the only short secret is a password in an address.
  if (text.length < 8 || (text.length < shortestKey && !text.includes('@')) || !hint.test(text)) return undefined;
  if (privateKey.test(text) || hasEncodedKey(text)) return { sort: 'private-key', what: 'a private key' };
  for (const { what, pattern } of tokens) {
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined && !found.endsWith('EXAMPLE') && new Set(found.slice(5)).size > 6)
      return { sort: 'token', what };
  }
  return hasUrlPassword(text) ? { sort: 'url-password', what: 'a password in an address' } : undefined;
}

function hasEncodedKey(text: string): boolean {
  if (!text.includes('LS0tLS1CRUdJTi')) return false;
  return [...text.matchAll(encodedPem)].some(([found]) =>
    Buffer.from(found.slice(0, 80), 'base64').toString('latin1').includes('PRIVATE KEY'),
  );
}

function hasUrlPassword(text: string): boolean {
  if (!text.includes('@')) return false;
  return [...text.matchAll(urlPassword)].some(({ 1: password = '', index }) => {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index).trimStart();
    return !placeholder.test(password) && !line.startsWith('#') && !line.startsWith('//') && !line.startsWith('--');
  });
}

/** Bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Whether a value under the name of a secret looks as if somebody had rolled dice for it, and not like a name. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || value.length > 500 || !/^[\w+/=.~!-]+$/.test(value) || placeholder.test(value)) return false;
  if (entropyOf(value) < 3) return false;
  return value.split(/[-_./=]/).some((part) => part.length >= 8 && changesOf(part) >= 3);
}

/** How often letters and digits, or small and capital letters, take turns. */
function changesOf(part: string): number {
  let changes = 0;
  let last = '';
  for (const character of part) {
    const sort = character >= '0' && character <= '9' ? 'digit' : 'letter';
    if (last !== '' && sort !== last) changes++;
    last = sort;
  }
  return changes;
}

/** Whether a value, under whatever name, can hardly be anything but a key: long, and of all sorts of characters. */
export function looksLikeKey(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{40,100}={0,2}$/.test(value) || /^(?:MII|LS0t|AAAA)/.test(value)) return false;
  const sorts = [/[A-Z]/g, /[a-z]/g, /[0-9]/g].map((sort) => value.match(sort)?.length ?? 0);
  return sorts.every((count) => count >= 5) && entropyOf(value) >= 4.5;
}

const password = /(?:^|[-_.])(?:password|passwd|passphrase|pwd)$|[a-z](?:Password|Passwd|Passphrase)$/i;
const secretName =
  /(?:^|[-_.])(?:secret|token|credentials?|(?:api|secret|access|private|hmac|encryption|signing|auth|session)[-_.]?key)$/i;
const harmless =
  /^(?:true|false|yes|no|on|off|none|null|enabled?|disabled?|required|optional|scram-sha-256|md5|trust|\d{1,3})$/i;

/** Whether the value of a variable or setting of this name looks like the secret itself. */
export function isNamedSecret(name: string, value: string): boolean {
  if (placeholder.test(value) || harmless.test(value)) return false;
  if (password.test(name)) return value.length >= 4 && !/^\/|^[a-z]+:\/\//.test(value) && !/\s/.test(value);
  return secretName.test(name) && looksRandom(value);
}

const setting =
  /(?:password|passwd|passphrase|secret|token|(?:api|secret|access|private)[-_]?key)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([\w+/=.~!-]{16,200})/gi;

/** Whether a line of a text sets something with the name of a secret to what looks like one. */
export function hasSecretSetting(text: string): boolean {
  if (text.length < 20 || !/[:=]/.test(text) || !/pass|secret|token|key/i.test(text)) return false;
  return [...text.matchAll(setting)].some(([, value = '']) => looksRandom(value));
}

const pem = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY[\s\S]*?(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----|$)/g;

/** A text with `shown` in the place of every secret of a known format; the rest stays. */
export function withoutKnownSecrets(text: string, shown: string): string {
  if (text.length < 8 || !hint.test(text)) return text;
  let rest = text.replaceAll(pem, shown);
  rest = rest.replaceAll(encodedPem, (found) => (hasEncodedKey(found) ? shown : found));
  for (const { pattern } of tokens) rest = rest.replaceAll(new RegExp(pattern, 'g'), shown);
  return rest.replaceAll(urlPassword, (found, password: string) =>
    placeholder.test(password) ? found : `${found.slice(0, -password.length - 1)}${shown}@`,
  );
}

/** A word such as `--password=x`, or a line such as `password: x`: what stands before the value, its name, the value. */
const assigned =
  /((?<![\w.-])-{0,2}([A-Za-z][\w.-]*)["']?(?:=|[ \t]{0,3}:[ \t]{1,3}|[ \t]{1,3}=[ \t]{0,3})["']?)([^\s"',;&|]+)/g;

/** A text with `shown` in the place of what a word or line sets under the name of a secret. */
export function withoutSettings(text: string, shown: string): string {
  if (text.length < 8 || !/pass|pwd|secret|token|key|cred/i.test(text)) return text;
  const rest = text.replaceAll(setting, (found, value: string) =>
    looksRandom(value) ? `${found.slice(0, found.length - value.length)}${shown}` : found,
  );
  return rest.replaceAll(assigned, (found, before: string, name: string, value: string) =>
    value !== shown && isNamedSecret(name, value) ? `${before}${shown}` : found,
  );
}
