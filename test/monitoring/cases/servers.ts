import { sandboxShare } from '../../../charts/cave-kernel/together';
import { namespaceOf, type Place, sandboxPlace } from '../../../charts/places';
import type { Environment } from '../../../settings/types';
import { type AlertCase, type CaseTable, containerOf, scraped, series, type Series } from '../alert-case';

const gibibyte = 1024 ** 3;

/** A container with limits of one core and one gibibyte, and what it uses of them. */
function using(env: Environment, place: Place, { memory = 0, cpu = 0 }): Series {
  const container = containerOf(env, place);
  return {
    [series('kube_pod_container_resource_limits', { ...container, resource: 'memory' })]: `${gibibyte}x30`,
    [series('kube_pod_container_resource_limits', { ...container, resource: 'cpu' })]: '1x30',
    [series('container_memory_working_set_bytes', container)]: `${memory * gibibyte}x30`,
    // What the kubelet reports for the pod as a whole.
    [series('container_memory_working_set_bytes', { ...container, container: '' })]: `${2 * gibibyte}x30`,
    [series('container_cpu_usage_seconds_total', container)]: `0+${cpu * 60}x30`,
  };
}

/** Does cave-daemon serve? */
export const daemon: CaseTable = (env) => {
  const target = scraped(env, 'cave-daemon', 'cave-daemon');
  const { namespace } = target;
  return {
    CaveDaemonDown: {
      fires: {
        given: { [series('bkg_cave_daemon_up', target)]: '1x2 stale', [series('up', target)]: '1x2 0x9' },
        at: '6m',
        labels: [{ job: 'cave-daemon', namespace }],
      },
      quiet: {
        given: {
          [series('bkg_cave_daemon_up', target)]: '1x2 stale',
          [series('bkg_cave_daemon_up', { ...target, pod: 'cave-daemon-1', instance: '10.0.0.2:1' })]: '1x9',
        },
        at: '6m',
        because: 'another pod serves',
      },
    },
    CaveDaemonMemoryHigh: {
      fires: {
        given: using(env, 'cave-daemon', { memory: 0.9 }),
        at: '12m',
        labels: [containerOf(env, 'cave-daemon')],
        shown: '90%',
      },
      quiet: { given: using(env, 'cave-daemon', { memory: 0.8 }), at: '12m', because: 'a fifth is free' },
    },
  };
};

/** Is there room for sandboxes? */
export const kernel: CaseTable = (env) => {
  const place = sandboxPlace(env);
  const container = containerOf(env, place);
  const restarts = series('kube_pod_container_status_restarts_total', container);
  const reason = (value: string) =>
    series('kube_pod_container_status_last_terminated_reason', { ...container, reason: value });
  // A hundredth above and below the threshold, which is that of the environment without the part of the server.
  const full = (resource: 'memory' | 'cpu', at: string): AlertCase => {
    const percent = 100 * env.monitoring.thresholds.saturation * sandboxShare(env)[resource];
    const [below, above] = [Math.floor(percent - 1), Math.ceil(percent + 1)];
    const given = (share: number) => using(env, place, { [resource]: share / 100 });
    return {
      fires: { given: given(above), at, labels: [container], shown: `${above}%` },
      quiet: { given: given(below), at, because: 'there is room for a sandbox' },
    };
  };
  return {
    SandboxMemoryHigh: full('memory', '12m'),
    SandboxCpuHigh: full('cpu', '22m'),
    SandboxServerKilled: {
      fires: { given: { [restarts]: '0x5 1x9', [reason('OOMKilled')]: '_x5 1x9' }, at: '8m', labels: [container] },
      quiet: {
        given: { [restarts]: '0x5 1x9', [reason('Completed')]: '_x5 1x9' },
        at: '8m',
        because: 'it ended itself',
      },
    },
  };
};

/** Do the platform's own Prometheus and Alertmanager work? */
export const monitoringItself: CaseTable = (env) => {
  const prometheus = scraped(env, 'prometheus', 'monitoring');
  const alertmanager = scraped(env, 'alertmanager', 'monitoring');
  const failures = series('prometheus_rule_evaluation_failures_total', { ...prometheus, rule_group: 'bkg-jobs' });
  const dropped = series('prometheus_notifications_dropped_total', { ...prometheus, alertmanager: 'http://am:9093' });
  const exceeded = series('prometheus_target_scrapes_exceeded_sample_limit_total', prometheus);
  const failed = series('alertmanager_notifications_failed_total', { ...alertmanager, integration: 'webhook' });
  return {
    RulesFail: {
      fires: { given: { [failures]: '0+2x40' }, at: '20m', labels: [{ ...prometheus, rule_group: 'bkg-jobs' }] },
      quiet: { given: { [failures]: '3x40' }, at: '20m', because: 'they failed long ago' },
    },
    AlertsDropped: {
      fires: { given: { [dropped]: '0+1x40' }, at: '20m', labels: [{ ...prometheus, alertmanager: 'http://am:9093' }] },
      quiet: { given: { [dropped]: '0 1x40' }, at: '20m', because: 'one was dropped while it restarted' },
    },
    TargetTooLarge: {
      fires: { given: { [exceeded]: '0+2x40' }, at: '20m', labels: [prometheus] },
      quiet: { given: { [exceeded]: '0x40' }, at: '20m', because: 'every target is within its limit' },
    },
    NotificationsFail: {
      fires: { given: { [failed]: '0+1x40' }, at: '20m', labels: [{ integration: 'webhook' }] },
      quiet: { given: { [failed]: '0 1x40' }, at: '20m', because: 'one delivery failed and was tried again' },
    },
  };
};

/** Do promised metrics say that something is wrong? */
export const promised: CaseTable = (env) => {
  const target = scraped(env, 'cave-daemon', 'cave-daemon');
  const exporter = series('cave_otlp_exporter_up', target);
  return {
    OtlpExporterDown: {
      fires: { given: { [exporter]: '0x20' }, at: '11m', labels: [target] },
      quiet: {
        given: { [series('up', { ...target, namespace: namespaceOf(env, 'cave-daemon') })]: '1x20' },
        at: '11m',
        because: 'the metric does not exist yet',
      },
    },
  };
};
