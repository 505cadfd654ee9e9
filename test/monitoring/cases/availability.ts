import { probeTargetsOf } from '../../../charts/monitoring/probes';
import { type Source, sourcesOf } from '../../../charts/monitoring/sources';
import { targetsOf } from '../../../charts/monitoring/targets';
import { namespaceOf } from '../../../charts/places';
import type { Environment } from '../../../settings/types';
import { type AlertCase, type CaseTable, containerOf, scraped, series, type Series } from '../alert-case';

/** Every target answers, except one that is not there at all. */
function everythingUp(env: Environment, except?: string): Series {
  const names = [...targetsOf(env), ...probeTargetsOf(env)].filter(({ name }) => name !== except);
  return Object.fromEntries(names.map(({ name, place }) => [series('up', scraped(env, name, place)), '1x30']));
}

/** One series of every part of the cluster that the rules read, as it is while all is well. */
const shownByCluster = (env: Environment): Readonly<Partial<Record<Source, string>>> => {
  const { namespace } = containerOf(env, 'cave-daemon');
  return {
    'kube-state-metrics': series('kube_deployment_spec_replicas', { namespace, deployment: 'cave-daemon' }),
    kubelet: series('container_memory_working_set_bytes', containerOf(env, 'cave-daemon')),
    'ingress-nginx': series('nginx_ingress_controller_config_last_reload_successful', { job: 'ingress-nginx' }),
    'envoy-gateway': series('envoy_server_live', { job: 'envoy' }),
    'cert-manager': series('certmanager_certificate_ready_status', { name: 'cave-daemon-tls', condition: 'True' }),
    // As a scrape leaves it that does not honour labels.
    'external-secrets': series('externalsecret_status_condition', {
      namespace: 'external-secrets',
      exported_namespace: namespace,
      name: 'cave-daemon',
      condition: 'Ready',
      status: 'True',
    }),
  };
};

/** Without any of it, each part that this environment has is missed, and so is the scrape it comes over. */
function clusterMetrics(env: Environment): AlertCase {
  const has = sourcesOf(env);
  const seen = Object.entries(shownByCluster(env)).filter(([source]) => has.has(source as Source));
  const federated = env.monitoring.prometheus.mode === 'instance';
  const scrape = series('up', { job: 'federation' });
  const missed = [...seen.map(([source]) => source), ...(federated ? ['federation'] : [])];
  return {
    fires: { given: { [scrape]: '1x2 0x20' }, at: '16m', labels: missed.map((source) => ({ source })) },
    quiet: {
      given: { [scrape]: '1x20', ...Object.fromEntries(seen.map(([, shown]) => [shown, '1x20'])) },
      at: '16m',
      because: 'everything is there',
    },
  };
}

/** Does everything run, and can it be seen? */
export const availability: CaseTable = (env) => {
  const daemon = scraped(env, 'cave-daemon', 'cave-daemon');
  const workload = { namespace: namespaceOf(env, 'cave-daemon'), deployment: 'cave-daemon' };
  const wanted = series('kube_deployment_spec_replicas', workload);
  const available = series('kube_deployment_status_replicas_available', workload);
  const container = containerOf(env, 'cave-daemon');
  const restarts = series('kube_pod_container_status_restarts_total', container);
  const waiting = (reason: string) => series('kube_pod_container_status_waiting_reason', { ...container, reason });
  return {
    TargetDown: {
      fires: { given: { [series('up', daemon)]: '1x2 0x10' }, at: '9m', labels: [daemon] },
      quiet: { given: { [series('up', daemon)]: '1x2 0x3 1x9' }, at: '9m', because: 'it answered again' },
    },
    TargetMissing: {
      fires: {
        given: everythingUp(env, 'cave-daemon'),
        at: '11m',
        labels: [{ job: 'cave-daemon', namespace: daemon.namespace }],
      },
      quiet: { given: everythingUp(env), at: '11m', because: 'every target is found' },
    },
    ClusterMetricsMissing: clusterMetrics(env),
    WorkloadDown: {
      fires: { given: { [wanted]: '2x20', [available]: '0x20' }, at: '6m', labels: [workload] },
      quiet: { given: { [wanted]: '2x20', [available]: '1x20' }, at: '6m', because: 'one replica serves' },
    },
    WorkloadDegraded: {
      fires: { given: { [wanted]: '3x20', [available]: '1x20' }, at: '16m', labels: [workload], shown: '2' },
      quiet: { given: { [wanted]: '3x20', [available]: '1x9 3x9' }, at: '16m', because: 'a roll-out has ended' },
    },
    PodRestarting: {
      fires: { given: { [restarts]: '0+1x20' }, at: '15m', labels: [container], shown: '15' },
      quiet: { given: { [restarts]: '0x5 1x15' }, at: '15m', because: 'it restarted once' },
    },
    PodCrashLooping: {
      fires: {
        // It is seen waiting between crashes, and running now and then.
        given: { [waiting('CrashLoopBackOff')]: '1x3 stale _x2 1x3 stale _x2 1x9' },
        at: '16m',
        labels: [{ ...container, reason: 'CrashLoopBackOff' }],
      },
      quiet: { given: { [waiting('CrashLoopBackOff')]: '1x3 stale' }, at: '14m', because: 'it came up' },
    },
    PodCannotStart: {
      fires: {
        given: { [waiting('ImagePullBackOff')]: '1x20' },
        at: '11m',
        labels: [{ ...container, reason: 'ImagePullBackOff' }],
      },
      quiet: { given: { [waiting('ContainerCreating')]: '1x20' }, at: '11m', because: 'it is being made' },
    },
  };
};

/** Do the servers answer somebody who asks them? */
export const reachability: CaseTable = (env) => {
  const probe = (job: string, place: 'cave-daemon' | 'admin-ui', instance: string) => {
    return { job, namespace: namespaceOf(env, place), instance };
  };
  const labels = {
    HealthzDown: probe('cave-daemon-probe', 'cave-daemon', 'http://cave-daemon:8080/healthz'),
    SiteDown: probe('admin-ui-probe', 'admin-ui', 'http://admin-ui:3000/auth/token'),
    PublicEntryDown: probe('api-public', 'cave-daemon', 'https://api.example/healthz'),
  };
  const success = (name: keyof typeof labels) => series('probe_success', labels[name]);
  return {
    HealthzDown: {
      fires: { given: { [success('HealthzDown')]: '1 0x9' }, at: '4m', labels: [labels.HealthzDown] },
      quiet: { given: { [success('HealthzDown')]: '1 0x1 1x9' }, at: '4m', because: 'it missed two questions' },
    },
    SiteDown: {
      fires: { given: { [success('SiteDown')]: '1 0x9' }, at: '7m', labels: [labels.SiteDown] },
      quiet: { given: { [success('HealthzDown')]: '1 0x9' }, at: '7m', because: 'it is the API that is away' },
    },
    PublicEntryDown: {
      fires: { given: { [success('PublicEntryDown')]: '1 0x9' }, at: '7m', labels: [labels.PublicEntryDown] },
      quiet: { given: { [success('SiteDown')]: '1 0x9' }, at: '7m', because: 'the entry works, a site does not' },
    },
  };
};
