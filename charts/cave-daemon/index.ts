import type { Construct } from 'constructs';
import { shadowLabel, shadowSecret } from '../../settings/facts/colours';
import type { Environment } from '../../settings/types';
import { addDatabaseAuthority, authorityFiles, databaseAuthority } from '../bkg-db/authority';
import { addSandbox, type SandboxPod, sandboxUser } from '../cave-kernel/sandbox';
import { addSyscallHeader } from '../cave-kernel/syscall-header';
import { workspaceRoot } from '../cave-kernel/variables';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { digest } from '../constructs/digest';
import { secretVariables, variables } from '../constructs/env';
import type { EnvVar } from '../constructs/k8s';
import { resources } from '../constructs/quantities';
import { Server, type ServerProps } from '../constructs/server';
import { mounted, scratch } from '../constructs/volumes';
import { type Daemon, daemonLabels, daemonsOf } from '../daemons';
import { namespaceOf, ports, sandboxPlace, serviceHost } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { gracePeriodSeconds, serverProbes, serverVariables } from '../cave-server';
import { addAutoscaler } from './autoscaler';
import { documentedSecrets } from './documented-secrets';
import { addPublicRoutes } from './public-routes';
import { addPublicService } from './public-service';

/** The API. Reaches sandboxes through the cave-kernel Service, or carries them itself when the kernel is embedded. */
export const caveDaemon: Component = {
  name: 'cave-daemon',
  source: 'charts/cave-daemon',
  after: ['bkg-db-policies', 'cave-kernel', 'telemetry'],
  build: (scope, env) => new CaveDaemon(scope, env),
};

class CaveDaemon extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, caveDaemon.name, { environment: env.name, namespace: namespaceOf(env, 'cave-daemon') });
    const pod =
      sandboxPlace(env) === 'cave-daemon'
        ? addSandbox(this, env, { name: 'cave-daemon', image: env.daemon.image, program: ['/app/cave-daemon'] })
        : plainPod(this, env);
    addDatabaseAuthority(this, env);
    for (const daemon of daemonsOf(env)) {
      new Server(this, daemon.name, daemonServer(env, daemon, pod));
      addAutoscaler(this, env, daemon);
    }
    if (env.daemon.rollout) addPublicService(this, env);
    addPublicRoutes(this, env);
  }
}

/** What differs between a daemon with and one without sandboxes of its own. */
type DaemonPod = Pick<SandboxPod, 'variables' | 'volumes' | 'volumeMounts' | 'resources'> & Partial<SandboxPod>;

/** The guide's daemon: sandboxes run elsewhere, so it needs no more than any server. */
function plainPod(scope: Construct, env: Environment): DaemonPod {
  return {
    resources: resources(env.daemon.resources),
    variables: {
      // Today's code prepares for sandboxes at start; it must find a writable folder and never run one unprotected.
      CAVE_WORKSPACE_ROOT: workspaceRoot,
      CAVE_DISABLE_CGROUPS: 'true',
      CAVE_ISOLATION_NO_FALLBACK: 'true',
      // The kernel writes the audit log, next to the sandboxes.
      CAVE_AUDIT_LOG_DISABLED: 'true',
    },
    ...mounted(
      scratch('tmp', '/tmp'),
      scratch('workspace-root', workspaceRoot),
      ...(env.kernel.mountSyscallHeader ? [addSyscallHeader(scope)] : []),
    ),
  };
}

function daemonServer(env: Environment, daemon: Daemon, pod: DaemonPod): ServerProps {
  const embedded = sandboxPlace(env) === 'cave-daemon';
  const secrets = daemon.shadow ? shadowSecrets : daemonSecrets(env, pod);
  return {
    labels: daemonLabels(daemon),
    // Copies reach no pod of another role, not even while one is replaced by the other.
    service: { name: daemon.service, labels: daemon.shadow && { [shadowLabel]: 'true' } },
    user: sandboxUser,
    priorityClass: priorityClass(env, 'critical'),
    pullSecret: pullSecretOf(env),
    annotations: pod.annotations,
    appArmor: pod.appArmor,
    configDigest: configDigest(env, pod),
    replicas: env.daemon.autoscaling ? undefined : env.daemon.replicas,
    // Sandboxes live in the process's memory and in one workspace volume: never two at a time.
    strategy: embedded ? { type: 'Recreate' } : undefined,
    ports: { http: ports.daemon },
    containers: [
      {
        name: daemon.name,
        image: daemon.image,
        command: pod.command,
        args: pod.args,
        env: [
          ...variables(
            serverVariables(env),
            pod.variables,
            kernelAddress(env, daemon),
            embedded ? env.kernel.env : {},
            env.daemon.env,
            daemon.env,
          ),
          ...secrets.variables,
        ],
        resources: pod.resources,
        securityContext: pod.security,
        volumeMounts: pod.volumeMounts,
        files: [...secrets.files, ...authorityFiles(env)],
        ...serverProbes(pod.readinessProbe),
      },
    ],
    spec: { ...pod.spec, volumes: pod.volumes, terminationGracePeriodSeconds: gracePeriodSeconds(env) },
  };
}

/** What a daemon reads of the secret store. */
interface DaemonSecrets {
  readonly variables: EnvVar[];
  readonly files: ReturnType<typeof documentedSecrets>['files'];
}

function daemonSecrets(env: Environment, pod: DaemonPod): DaemonSecrets {
  const documented = documentedSecrets(env);
  const own = secretVariables('cave-daemon', ['BKG_DB_DSN', 'CAVE_ROTATION_WEBHOOK_SECRET']);
  return { ...documented, variables: [...own, ...documented.variables, ...(pod.secretVariables ?? [])] };
}

/** Whoever gets copies of reads sees the database as a role that cannot write, and no other secret. */
const shadowSecrets: DaemonSecrets = { variables: secretVariables(shadowSecret, ['BKG_DB_DSN']), files: [] };

/** Where sandboxes run, unless they run here, or no network policy would let a call through. */
function kernelAddress(env: Environment, { shadow }: Daemon): Record<string, string> {
  if (sandboxPlace(env) === 'cave-daemon' || shadow) return {};
  // The guide's contract; no code reads it yet, today's daemon embeds the kernel.
  return { CAVE_KERNEL_URL: `http://${serviceHost(env, 'cave-kernel')}:${ports.kernel}` };
}

/** Of the sandboxes' files and of the database's authority, where there is either. */
function configDigest(env: Environment, pod: DaemonPod): string | undefined {
  const authority = databaseAuthority(env);
  return authority === undefined ? pod.configDigest : digest([pod.configDigest ?? '', authority]);
}
