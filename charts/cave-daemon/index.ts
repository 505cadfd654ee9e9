import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { addDatabaseAuthority, authorityFiles, databaseAuthority } from '../bkg-db/authority';
import { addSandbox, type SandboxPod, sandboxUser } from '../cave-kernel/sandbox';
import { addSyscallHeader } from '../cave-kernel/syscall-header';
import { workspaceRoot } from '../cave-kernel/variables';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { digest } from '../constructs/digest';
import { secretVariables, variables } from '../constructs/env';
import { resources } from '../constructs/quantities';
import { Server, type ServerProps } from '../constructs/server';
import { mounted, scratch } from '../constructs/volumes';
import { namespaceOf, ports, sandboxPlace, serviceHost } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { gracePeriodSeconds, serverProbes, serverVariables } from '../cave-server';
import { addAutoscaler } from './autoscaler';
import { documentedSecrets } from './documented-secrets';
import { addPublicRoutes } from './public-routes';

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
    new Server(this, 'cave-daemon', daemonServer(env, pod));
    if (env.daemon.autoscaling) addAutoscaler(this, env.daemon.autoscaling);
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
      // The guide's contract; no code reads it yet, today's daemon embeds the kernel.
      CAVE_KERNEL_URL: `http://${serviceHost(env, 'cave-kernel')}:${ports.kernel}`,
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

function daemonServer(env: Environment, pod: DaemonPod): ServerProps {
  const embedded = sandboxPlace(env) === 'cave-daemon';
  const documented = documentedSecrets(env);
  return {
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
        name: 'cave-daemon',
        image: env.daemon.image,
        command: pod.command,
        args: pod.args,
        env: [
          ...variables(serverVariables(env), pod.variables, embedded ? env.kernel.env : {}, env.daemon.env),
          ...secretVariables('cave-daemon', ['BKG_DB_DSN', 'CAVE_ROTATION_WEBHOOK_SECRET']),
          ...documented.variables,
          ...(pod.secretVariables ?? []),
        ],
        resources: pod.resources,
        securityContext: pod.security,
        volumeMounts: pod.volumeMounts,
        files: [...documented.files, ...authorityFiles(env)],
        ...serverProbes(pod.readinessProbe),
      },
    ],
    spec: { ...pod.spec, volumes: pod.volumes, terminationGracePeriodSeconds: gracePeriodSeconds(env) },
  };
}

/** Of the sandboxes' files and of the database's authority, where there is either. */
function configDigest(env: Environment, pod: DaemonPod): string | undefined {
  const authority = databaseAuthority(env);
  return authority === undefined ? pod.configDigest : digest([pod.configDigest ?? '', authority]);
}
