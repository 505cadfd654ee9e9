import type { Construct } from 'constructs';
import { dump } from 'js-yaml';
import type { Probe } from '../../imports';
import type { Environment, Probes } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { digest } from '../constructs/digest';
import { KubeConfigMap } from '../constructs/k8s';
import { smallResources } from '../constructs/quantities';
import { httpProbe, Server } from '../constructs/server';
import { configFiles, mounted } from '../constructs/volumes';
import { namespaceOf, type Place, ports, serviceHost, uiConfig, uiHealthPath, uiPort } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { ours, selectorLabels } from './selection';

const name = 'blackbox-exporter';
const configFolder = '/etc/blackbox_exporter';

/** Ways to ask; the certificate is verified wherever there is one. */
const modules = {
  http: { prober: 'http', timeout: '5s', http: { valid_status_codes: [200], follow_redirects: false } },
  https: {
    prober: 'http',
    timeout: '5s',
    http: { valid_status_codes: [200], follow_redirects: false, fail_if_not_ssl: true },
  },
  // A host behind an allow-list refuses the exporter, but its handshake shows certificate and reachability.
  tls: { prober: 'tcp', timeout: '5s', tcp: { tls: true } },
};

/** Something that is asked; its name is also the `job` label of its series. */
export interface ProbeTarget {
  readonly name: string;
  readonly place: Place;
  readonly module: keyof typeof modules;
  /** An address, or host and port for `tls`. */
  readonly target: string;
}

/** Everything of an environment that is asked from outside its pods. */
export function probeTargetsOf(env: Environment): ProbeTarget[] {
  const { probes } = env.monitoring;
  if (!probes) return [];
  const inside = (place: Place, port: number, path: string): ProbeTarget => {
    return {
      name: `${place}-probe`,
      place,
      module: 'http',
      target: `http://${serviceHost(env, place)}:${port}${path}`,
    };
  };
  const { api, admin, app } = env.domains;
  return [
    inside('cave-daemon', ports.daemon, '/healthz'),
    ...(['admin-ui', 'web-app'] as const).map((ui) => inside(ui, uiPort(env, ui), uiHealthPath(uiConfig(env, ui)))),
    ...(probes.publicCidrs
      ? [
          { name: 'api-public', place: 'cave-daemon', module: 'https', target: `https://${api}/healthz` } as const,
          { name: 'admin-public', place: 'admin-ui', module: 'tls', target: `${admin}:${ports.https}` } as const,
          { name: 'app-public', place: 'web-app', module: 'tls', target: `${app}:${ports.https}` } as const,
        ]
      : []),
  ];
}

/** Matcher of the series of some probes. */
export function probedBy(env: Environment, isMeant: (target: ProbeTarget) => boolean): string {
  const jobs = probeTargetsOf(env).filter(isMeant);
  return `job=~"${jobs.map(({ name }) => name).join('|')}",${ours(env)}`;
}

/** Whether it goes the way callers come, by public name and TLS. */
export function isPublic({ module }: ProbeTarget): boolean {
  return module !== 'http';
}

/** Adds the exporter that asks, and tells Prometheus what to have asked. */
export function addProbes(scope: Construct, env: Environment, { image }: Probes): void {
  const data = { 'config.yml': dump({ modules }, { lineWidth: -1, noRefs: true }) };
  new KubeConfigMap(scope, 'blackbox-config', { metadata: { name }, data });
  const { volumes, volumeMounts } = mounted(configFiles(name, configFolder));
  new Server(scope, name, {
    user: 65534,
    replicas: 1,
    priorityClass: priorityClass(env, 'standard'),
    pullSecret: pullSecretOf(env),
    configDigest: digest(data),
    ports: { probe: ports.blackbox },
    containers: [
      {
        name,
        image,
        args: [`--config.file=${configFolder}/config.yml`],
        resources: smallResources('64Mi'),
        volumeMounts,
        readinessProbe: httpProbe('/-/healthy', { periodSeconds: 10 }, 'probe'),
        livenessProbe: httpProbe('/-/healthy', { periodSeconds: 30 }, 'probe'),
      },
    ],
    spec: { volumes },
  });
  for (const target of probeTargetsOf(env)) addProbe(scope, env, target);
}

function addProbe(scope: Construct, env: Environment, { name: jobName, place, module, target }: ProbeTarget): void {
  customResource<Probe>(scope, `probe-${jobName}`, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Probe',
    metadata: { name: jobName, labels: selectorLabels(env) },
    spec: {
      jobName,
      module,
      interval: '30s',
      scrapeTimeout: '10s',
      prober: { url: `${serviceHost(env, 'monitoring', name)}:${ports.blackbox}`, path: '/probe' },
      // The namespace that is asked, not the one this object is in.
      targets: { staticConfig: { static: [target], labels: { namespace: namespaceOf(env, place) } } },
    },
  });
}
