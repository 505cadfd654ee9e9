import type { Construct } from 'constructs';
import { rolloutAnnotations } from '../../settings/facts/colours';
import type { Environment } from '../../settings/types';
import { KubeService } from '../constructs/k8s';
import { workloadLabels } from '../constructs/labels';
import { servicePorts } from '../constructs/server';
import { activeDaemon, type Daemon, idleDaemon, publicService } from '../daemons';
import { ports } from '../places';
import { gracePeriodSeconds } from '../cave-server';

/** The Service that callers reach while there are colours; its selector is all that changes when calls move. */
export function addPublicService(scope: Construct, env: Environment): void {
  new KubeService(scope, 'public-service', {
    metadata: { name: publicService, annotations: stepOf(env) },
    spec: { selector: workloadLabels(activeDaemon(env).name), ports: servicePorts({ http: ports.daemon }) },
  });
}

/** Where a roll-out stands and what comes next, for whoever reads the plan or asks the cluster. */
function stepOf(env: Environment): Record<string, string> {
  const [step, next] = words(env, activeDaemon(env), idleDaemon(env));
  return { [rolloutAnnotations.step]: step, [rolloutAnnotations.next]: next };
}

function words(env: Environment, active: Daemon, idle: Daemon | undefined): [step: string, next: string] {
  const runbook = 'docs/runbooks/daemon-rollout.md';
  const now = `${active.colour} answers all calls`;
  if (!idle) {
    const other = active.colour === 'blue' ? 'green' : 'blue';
    return [`${now}, alone`, `add ${other} with the next release, and with shadow (${runbook})`];
  }
  if (idle.shadow?.percent === 0) {
    return [
      `${now}, ${idle.colour} gets none and cannot write`,
      `shadow.percent above 0 copies reads to ${idle.colour}; without shadow it can take calls; or remove ${idle.colour} (${runbook})`,
    ];
  }
  if (idle.shadow) {
    return [
      `${now}, ${idle.colour} gets copies of ${idle.shadow.percent} of 100 reads and cannot write`,
      `shadow.percent: 0 ends that, whatever the verdict says (${runbook})`,
    ];
  }
  return [
    `${now}, ${idle.colour} could as well and gets none`,
    `active: ${idle.colour} moves all calls there; or remove ${idle.colour}, once it has had none for ${gracePeriodSeconds(env)} s (${runbook})`,
  ];
}
