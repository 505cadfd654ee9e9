import { at, mapOf, mapsOf, numberOf, textOf } from '../access';
import { isSet, type PodCheck, type Subject, securityContexts, type Violation } from './check';
import { sources } from './sources';

export const hostNamespaces: PodCheck = {
  id: 'host-namespaces',
  level: 'baseline',
  description: 'a pod in a namespace of the node',
  example: 'hostNetwork: true',
  editions: [
    {
      since: 0,
      change: '`hostNetwork`, `hostPID` and `hostIPC` unset or false',
      source: sources.admission,
      find: findNamespaces,
    },
  ],
};

function* findNamespaces({ path, spec }: Subject): Generator<Violation> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[field] !== true) continue;
    yield { path: [...path, 'spec', field], message: `the pod shares a namespace with its node; remove ${field}` };
  }
}

export const hostPathVolumes: PodCheck = {
  id: 'host-path-volumes',
  level: 'baseline',
  description: 'a volume that is a folder of the node',
  example: 'volumes: [{ name: a, hostPath: { path: / } }]',
  editions: [{ since: 0, change: 'no `hostPath` volume', source: sources.admission, find: findHostPaths }],
};

function* findHostPaths({ path, spec }: Subject): Generator<Violation> {
  for (const { item, index } of mapsOf(spec.volumes)) {
    if (!isSet(item.hostPath)) continue;
    const message = `volume "${textOf(item.name) ?? ''}" is a folder of the node; use another type of volume`;
    yield { path: [...path, 'spec', 'volumes', index, 'hostPath'], message };
  }
}

export const hostPorts: PodCheck = {
  id: 'host-ports',
  level: 'baseline',
  description: 'a port of the node',
  example: 'ports: [{ containerPort: 80, hostPort: 80 }]',
  editions: [{ since: 0, change: '`hostPort` unset or 0', source: sources.admission, find: findHostPorts }],
};

function* findHostPorts({ containers }: Subject): Generator<Violation> {
  for (const { path, container } of containers) {
    for (const { item, index } of mapsOf(container.ports)) {
      if ((numberOf(item.hostPort) ?? 0) === 0) continue;
      const message = `container "${textOf(container.name) ?? ''}" takes a port of the node; remove hostPort`;
      yield { path: [...path, 'ports', index, 'hostPort'], message };
    }
  }
}

const handlers = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.postStart',
  'lifecycle.preStop',
].flatMap((handler) => ['httpGet', 'tcpSocket'].map((action) => [...handler.split('.'), action, 'host']));

export const hostProbesAndHostLifecycle: PodCheck = {
  id: 'host-probes-and-host-lifecycle',
  level: 'baseline',
  description: 'a probe or lifecycle hook that makes the kubelet call another host',
  example: 'livenessProbe: { httpGet: { host: 10.0.0.1, port: 80 } }',
  editions: [
    {
      since: 34,
      change: '`host` of `httpGet` and `tcpSocket` in probes and lifecycle hooks unset or empty',
      source: sources.probeHosts,
      find: findProbeHosts,
    },
  ],
};

function* findProbeHosts({ containers }: Subject): Generator<Violation> {
  for (const { path, container } of containers) {
    for (const handler of handlers) {
      if (!textOf(at(container, handler))) continue;
      const message = `container "${textOf(container.name) ?? ''}" makes the kubelet call a host of its choice; remove host`;
      yield { path: [...path, ...handler], message };
    }
  }
}

export const windowsHostProcess: PodCheck = {
  id: 'windows-host-process',
  level: 'baseline',
  description: 'a Windows container that is a process of the node',
  example: 'securityContext: { windowsOptions: { hostProcess: true } }',
  editions: [
    {
      since: 0,
      change: '`windowsOptions.hostProcess` unset or false',
      source: sources.windowsHostProcess,
      find: findHostProcess,
    },
  ],
};

function* findHostProcess(pod: Subject): Generator<Violation> {
  for (const { path, context, owner } of securityContexts(pod)) {
    if (mapOf(context.windowsOptions).hostProcess !== true) continue;
    yield {
      path: [...path, 'windowsOptions', 'hostProcess'],
      message: `${owner} runs on the node itself; remove hostProcess`,
    };
  }
}
