import type { FieldPath } from '../../../kubernetes/access';
import type { Finding } from '../rule';

/**
 * What an API server's refusal means, from what `kubectl apply --dry-run=server` writes to standard error:
 * `Error from server (Invalid): Deployment.apps "web" is invalid: spec.replicas: Invalid value: …`.
 */
export function refusal(stderr: string): Finding {
  const text = stderr
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Warning: '))
    .join(' ')
    .replace(/^(?:Error from server(?: \(\w+\))?|error): /, '')
    .replace(/^error when \w+ "STDIN": /, '');
  const [, place, reason] = / is invalid: \[?([a-z][\w-]*(?:\.[\w-]+|\[[^\]]*\])*): (.*?)\]?$/.exec(text) ?? [];
  if (place !== undefined && reason !== undefined) return { path: pathOf(place), message: reason };
  const [, unknown] = /unknown field "([^"]+)"/.exec(text) ?? [];
  return { path: unknown === undefined ? [] : pathOf(unknown), message: text || 'the API server gave no reason' };
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
