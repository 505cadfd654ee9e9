import { minorOf } from '../kubernetes/version';
import { isolationLadder } from './facts/isolation-ladder';
import { type Breach, breach, type EnvironmentRule } from './rule';

const sharedHost: EnvironmentRule = {
  id: 'environment/shared-host',
  description: 'two of the three hosts are the same',
  example: '`app: admin.example.org`',
  // Token cookies of the UIs are readable by scripts of their host.
  check({ domains }) {
    const seen = new Map<string, string>();
    return Object.entries(domains).flatMap(([name, host]) => {
      const first = seen.get(host);
      seen.set(host, name);
      return first ? [breach(`domains.${name}`, `is the host of domains.${first} as well; each needs its own`)] : [];
    });
  },
};

const embeddedReplicas: EnvironmentRule = {
  id: 'environment/embedded-replicas',
  description: 'an embedded kernel with several daemons or an autoscaler',
  example: '`topology: embedded`, `replicas: 3`',
  check({ kernel, daemon }) {
    if (kernel.topology !== 'embedded') return [];
    const found: Breach[] = [];
    if (daemon.replicas > 1) {
      const message = 'must be 1 with kernel.topology: embedded; running sandboxes live in one process';
      found.push(breach('daemon.replicas', message));
    }
    if (daemon.autoscaling) {
      const message = 'remove it; with kernel.topology: embedded there is exactly one daemon';
      found.push(breach('daemon.autoscaling', message));
    }
    return found;
  },
};

const autoscaledReplicas: EnvironmentRule = {
  id: 'environment/autoscaled-replicas',
  description: 'replicas next to an autoscaler',
  example: '`replicas: 3`, `autoscaling: …`',
  check: ({ daemon }) =>
    daemon.autoscaling && daemon.replicas > 1
      ? [breach('daemon.replicas', 'remove it; daemon.autoscaling decides how many there are')]
      : [],
};

const isolationVersion: EnvironmentRule = {
  id: 'environment/isolation-version',
  description: "an isolation that the cluster's minor does not have",
  example: '`user-namespace` on 1.30',
  check({ kernel, kubernetes }) {
    const lowest = isolationLadder[kernel.isolation].kubernetes;
    if (minorOf(kubernetes) >= lowest) return [];
    const message = `'${kernel.isolation}' needs Kubernetes 1.${lowest} or newer, the environment says ${kubernetes}`;
    return [breach('kernel.isolation', message)];
  },
};

/** What runs where, and how often. */
export const topologyRules = [sharedHost, embeddedReplicas, autoscaledReplicas, isolationVersion];
