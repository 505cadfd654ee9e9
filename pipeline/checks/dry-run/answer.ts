import type { FieldPath } from '../../../kubernetes/access';
import type { Finding } from '../rule';

/**
 * What an API server's refusal means, from what `kubectl apply --dry-run=server` writes to standard error:
 * `Error from server (Invalid): Deployment.apps "web" is invalid: spec.replicas: Invalid value: …`.
 */
export function refusal(stderr: string): Finding {
  const text = sentenceOf(stderr);
  const [, place, reason] = / is invalid: \[?([a-z][\w-]*(?:\.[\w-]+|\[[^\]]*\])*): (.*?)\]?$/.exec(text) ?? [];
  if (place !== undefined && reason !== undefined) return { path: pathOf(place), message: reason };
  const [, unknown] = /unknown field "([^"]+)"/.exec(text) ?? [];
  return { path: unknown === undefined ? [] : pathOf(unknown), message: text || 'the API server gave no reason' };
}

/**
 * The API server's own sentence, in one line: without what kubectl puts before it, which is a whole object where it made the
 * patch itself, and without the advice that it gives after conflicts (kubectl 1.37, pkg/cmd/apply/apply.go).
 */
export function sentenceOf(stderr: string): string {
  return stderr
    .replace(/error when (?:applying|retrieving) [^]*?\n(?:from server )?for: "STDIN": /, '')
    .replace(/\nPlease review the fields above[^]*$/, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Warning: '))
    .join(' ')
    .replace(/^(?:Error from server(?: \(\w+\))?|error): /, '')
    .replace(/^error when [\w-]+ "STDIN": /, '');
}

/** Whether an object was refused only because its namespace comes with the same tree. */
export function waitsForNamespace(stderr: string): string | undefined {
  return /namespaces "([^"]+)" not found/.exec(stderr)?.[1];
}

/** `spec.containers[0].env[key]` as steps. */
function pathOf(text: string): FieldPath {
  return [...text.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, index, name]) => {
    const step = index ?? name ?? '';
    return /^\d+$/.test(step) ? Number(step) : step;
  });
}
