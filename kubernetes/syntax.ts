export { cronProblem } from './cron';

/*
 * How Kubernetes wants texts written. Sources: k8s.io/apimachinery `util/validation`, github.com/distribution/reference.
 */

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const dnsLabel = new RegExp(`^${label}$`);
const dnsSubdomain = new RegExp(`^${label}(?:\\.${label})*$`);
const dns1035Label = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;

/** A DNS label: lower-case letters, digits and `-`, at most 63. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && dnsLabel.test(text);
}

/** A DNS label that begins with a letter, as Services had to. */
export function isDns1035Label(text: string): boolean {
  return text.length <= 63 && dns1035Label.test(text);
}

/** DNS labels with dots between, at most 253 characters. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && dnsSubdomain.test(text);
}

const nameOrValue = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** A key of labels, annotations and extended resources: a name, perhaps behind a domain and `/`. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name.length > 63 || !nameOrValue.test(name)) return false;
  return slash < 0 || isDnsSubdomain(text.slice(0, slash));
}

/** The value of a label; may be empty. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && nameOrValue.test(text));
}

const portName = /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The name of a port, an IANA service name: at most 15 characters, one letter at least, no `--`. */
export function isPortName(text: string): boolean {
  return text.length <= 15 && portName.test(text);
}

const configKey = /^[-._a-zA-Z0-9]+$/;

/** A key of a ConfigMap or Secret. */
export function isConfigKey(text: string): boolean {
  return text.length <= 253 && configKey.test(text) && text !== '.' && !text.startsWith('..');
}

const strictEnv = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const relaxedEnv = /^[ -<>-~]+$/;
// RelaxedEnvironmentVariableValidation is on by default since then.
const relaxedSince = 32;

/** The name of an environment variable; since 1.32 any printable ASCII but `=`. */
export function isEnvVarName(text: string, minor: number): boolean {
  if (minor >= relaxedSince) return relaxedEnv.test(text);
  return strictEnv.test(text) && text !== '.' && !text.startsWith('..');
}

const domain =
  /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const repository = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const bareId = /^[a-f0-9]{64}$/;

/** A reference that a node can pull: `registry:5000/path/name:tag@sha256:…`, all but the name optional. */
export function isImageReference(text: string): boolean {
  const at = text.indexOf('@');
  if (at >= 0 && !digest.test(text.slice(at + 1))) return false;
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon >= 0 && !tag.test(named.slice(colon + 1))) return false;
  return isImageName(colon < 0 ? named : named.slice(0, colon));
}

function isImageName(name: string): boolean {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasDomain = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  if (name.length > 255 || bareId.test(name)) return false;
  if (!hasDomain) return repository.test(name);
  return domain.test(first) && repository.test(name.slice(slash + 1));
}
