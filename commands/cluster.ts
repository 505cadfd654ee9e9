import { refusal, waitsForNamespace } from '../pipeline/checks/dry-run/answer';
import type { Manifest } from '../pipeline/objects/manifest';
import type { ForeignFinding } from '../pipeline/checks';
import { Kubectl } from './kubectl';

const apply = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', '-f', '-'];

/**
 * Lets the API server of kubectl's current context judge every object without storing any. Throws a UsageError when
 * there is no kubectl, or no cluster that answers.
 */
export function dryRun(manifests: readonly Manifest[]): ForeignFinding[] {
  const kubectl = new Kubectl('--cluster');
  kubectl.reach();
  return manifests.flatMap((manifest) => {
    const { status, stderr } = kubectl.run(apply, JSON.stringify(manifest.object));
    return status === 0 ? [] : [judge(manifest, stderr)];
  });
}

function judge(manifest: Manifest, stderr: string): ForeignFinding {
  const namespace = waitsForNamespace(stderr);
  if (namespace === undefined) return { rule: 'cluster/refused', manifest, finding: refusal(stderr) };
  const message = `could not be tried, because the cluster has no namespace "${namespace}" yet`;
  const finding = { path: ['metadata', 'namespace'], message, severity: 'warning' } as const;
  return { rule: 'cluster/not-tried', manifest, finding };
}
