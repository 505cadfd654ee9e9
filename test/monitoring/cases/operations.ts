import { namespaceOf, sandboxPlace } from '../../../charts/places';
import { type CaseTable, scraped, series } from '../alert-case';
import { calls } from './traffic';

const day = 24 * 3600;

/** Did the work that nobody watches get done? */
export const jobs: CaseTable = (env) => {
  const namespace = namespaceOf(env, sandboxPlace(env));
  const failed = (job_name: string) => series('kube_job_failed', { namespace, job_name, condition: 'true' });
  const cronjob = { namespace, cronjob: 'audit-shipper' };
  const scheduled = series('kube_cronjob_status_last_schedule_time', cronjob);
  const succeeded = series('kube_cronjob_status_last_successful_time', cronjob);
  const next = series('kube_cronjob_next_schedule_time', cronjob);
  const suspended = series('kube_cronjob_spec_suspend', cronjob);
  const late = env.monitoring.thresholds.jobLateMinutes + 12;
  return {
    JobFailed: {
      fires: {
        given: { [failed('bkg-db-migration-1')]: '1x5' },
        at: '1m',
        labels: [{ namespace, job_name: 'bkg-db-migration-1', condition: 'true' }],
      },
      quiet: {
        given: {
          [failed('audit-shipper-1')]: '1x5',
          [series('kube_job_owner', { namespace, job_name: 'audit-shipper-1', owner_kind: 'CronJob' })]: '1x5',
        },
        at: '1m',
        because: 'it is one run of a schedule',
      },
    },
    CronJobFailing: {
      fires: { given: { [scheduled]: '0+60x140', [succeeded]: '0x140' }, at: '130m', labels: [cronjob] },
      quiet: { given: { [scheduled]: '0+60x140', [succeeded]: '0+60x140' }, at: '130m', because: 'runs succeed' },
    },
    CronJobLate: {
      fires: {
        given: { [next]: `0x${late}`, [suspended]: `0x${late}` },
        at: `${late}m`,
        labels: [cronjob],
        shown: `${Math.floor(late / 60)}h ${late % 60}m 0s`,
      },
      quiet: {
        given: { [next]: `0x${late}`, [suspended]: `1x${late}` },
        at: `${late}m`,
        because: 'somebody suspended it',
      },
    },
  };
};

/** Do secrets arrive, and are keys replaced in time? */
export const secrets: CaseTable = (env) => {
  const rotation = { namespace: namespaceOf(env, 'bkg-db'), cronjob: 'key-rotation' };
  const rotated = series('kube_cronjob_status_last_successful_time', rotation);

  const secret = { namespace: namespaceOf(env, 'cave-daemon'), name: 'cave-daemon' };
  const other = { namespace: namespaceOf(env, 'bkg-db'), name: 'bkg-db' };
  const status = (labels: Readonly<Record<string, string>>, value: string) =>
    series('externalsecret_status_condition', { ...labels, condition: 'Ready', status: value });
  // A scrape that does not honour labels: `namespace` is the operator's.
  const renamed = ({ namespace, name }: typeof secret) => {
    return { namespace: 'external-secrets', exported_namespace: namespace, name };
  };
  const recovers = { False: '0 1x5 0x14', True: '1 0x5 1x14' };
  return {
    SecretNotSynced: {
      fires: {
        given: { [status(secret, 'False')]: '1x20', [status(renamed(other), 'False')]: '1x20' },
        at: '16m',
        labels: [secret, other],
      },
      quiet: {
        given: {
          [status(secret, 'False')]: recovers.False,
          [status(secret, 'True')]: recovers.True,
          [status(renamed(other), 'False')]: recovers.False,
          [status(renamed(other), 'True')]: recovers.True,
          [status(renamed({ namespace: 'somebody', name: 'else' }), 'False')]: '1x20',
        },
        at: '16m',
        because: 'the store was away for five minutes, and one that is not ours still fails',
      },
    },
    KeyRotationOverdue: {
      every: '10m',
      fires: { given: { [rotated]: '0x60' }, at: '8h', labels: [rotation] },
      quiet: { given: { [rotated]: '0+600x60' }, at: '8h', because: 'every run succeeds' },
    },
  };
};

/** Do traces, metrics and logs arrive? */
export const telemetry: CaseTable = (env) => {
  const collector = scraped(env, 'otel-collector', 'telemetry');
  const { namespace, pod } = collector;
  const exporter = { ...collector, exporter: 'otlp_grpc/main' };
  const refused = series('otelcol_receiver_refused_spans_total', { ...collector, receiver: 'otlp' });
  const lost = series('otelcol_exporter_send_failed_spans_total', exporter);
  const queue = (metric: string) => series(`otelcol_exporter_queue_${metric}`, exporter);
  const spans = series('otelcol_receiver_accepted_spans_total', { ...collector, receiver: 'otlp' });
  return {
    CollectorDown: {
      fires: {
        given: { [series('up', collector)]: '1x2 0x9' },
        at: '9m',
        labels: [{ job: 'otel-collector', namespace }],
      },
      quiet: { given: { [series('up', collector)]: '1x2 0x2 1x9' }, at: '9m', because: 'it restarted' },
    },
    CollectorRefusesData: {
      fires: { given: { [refused]: '0+60x30' }, at: '16m', labels: [{ pod }] },
      quiet: { given: { [refused]: '0x30' }, at: '16m', because: 'nothing is refused' },
    },
    TelemetryExportFails: {
      fires: {
        given: { [lost]: '0+60x30' },
        at: '16m',
        labels: [{ exporter: 'otlp_grpc/main', environment: env.name }],
      },
      quiet: { given: { [lost]: '0x2 60x30' }, at: '16m', because: 'the backend was away for a minute' },
    },
    TelemetryQueueFilling: {
      fires: {
        given: { [queue('size')]: '1800x20', [queue('capacity')]: '2000x20' },
        at: '7m',
        labels: [{ namespace, pod, exporter: 'otlp_grpc/main' }],
        shown: '90%',
      },
      quiet: { given: { [queue('size')]: '200x20', [queue('capacity')]: '2000x20' }, at: '7m', because: 'it has room' },
    },
    TelemetrySilent: {
      fires: { given: { ...calls(env, { good: '0+60x90' }), [spans]: '5x90' }, at: '65m', labels: [{}] },
      quiet: { given: { ...calls(env, { good: '0+60x90' }), [spans]: '0+5x90' }, at: '65m', because: 'spans arrive' },
    },
  };
};

/** Are public certificates renewed? */
export const certificates: CaseTable = (env) => {
  const name = { name: 'cave-daemon-tls' };
  const { certificateDays } = env.monitoring.thresholds;
  const hosts = { job: 'api-public', namespace: namespaceOf(env, 'cave-daemon'), instance: 'https://api.example' };
  const soon = { samples: `${3 * day + 7200}x130`, at: '2h', shown: '3d 0h 0m 0s' };
  const later = `${(certificateDays + 1) * day}x130`;
  const ends = series('certmanager_certificate_expiration_timestamp_seconds', name);
  const shownEnd = series('probe_ssl_earliest_cert_expiry', hosts);
  const ready = series('certmanager_certificate_ready_status', { ...name, condition: 'True' });
  return {
    CertificateExpiresSoon: {
      fires: { given: { [ends]: soon.samples }, at: soon.at, labels: [name], shown: soon.shown },
      quiet: { given: { [ends]: later }, at: '2h', because: 'a day more is left than the threshold' },
    },
    CertificateNotReady: {
      fires: { given: { [ready]: '0x20' }, at: '16m', labels: [{ ...name, condition: 'True' }] },
      quiet: { given: { [ready]: '0x9 1x9' }, at: '16m', because: 'it was issued' },
    },
    PublicCertificateExpiresSoon: {
      fires: { given: { [shownEnd]: soon.samples }, at: soon.at, labels: [hosts], shown: soon.shown },
      quiet: { given: { [shownEnd]: later }, at: '2h', because: 'a day more is left than the threshold' },
    },
  };
};

/** Is the cluster what Git says? */
export const delivery: CaseTable = (env) => {
  const application = { name: `bkg-${env.name}` };
  const info = (sync_status: string, health_status: string) => ({ ...application, sync_status, health_status });
  const argocd = (sync: string, health: string) => series('argocd_app_info', info(sync, health));
  const syncs = (phase: string) => series('argocd_app_sync_total', { ...application, phase });
  const source = { customresource_kind: 'GitRepository', ...application };
  const stage = { customresource_kind: 'Kustomization', name: `bkg-${env.name}-cave-daemon` };
  const flux = (object: Record<string, string>, ready: string, suspended: string) => {
    return series('gotk_resource_info', { ...object, ready, suspended });
  };
  return {
    ArgoCdMissing: {
      fires: { given: { [series('argocd_app_info', { name: 'other' })]: '1x20' }, at: '16m', labels: [application] },
      quiet: { given: { [argocd('Unknown', 'Unknown')]: '1x20' }, at: '16m', because: 'it is there, however it is' },
    },
    ArgoCdSyncFailed: {
      fires: {
        // The first failure ever: the series begins with it.
        given: { [syncs('Succeeded')]: '3x30', [syncs('Failed')]: '_x20 1x10' },
        at: '25m',
        labels: [{ ...application, phase: 'Failed' }],
      },
      quiet: {
        given: { [syncs('Succeeded')]: '0+1x60', [syncs('Failed')]: '1x60' },
        at: '50m',
        because: 'it failed before, and later ones succeeded',
      },
    },
    ArgoCdOutOfSync: {
      fires: {
        given: { [argocd('OutOfSync', 'Healthy')]: '1x60' },
        at: '52m',
        labels: [info('OutOfSync', 'Healthy')],
      },
      quiet: {
        given: { [argocd('OutOfSync', 'Healthy')]: '1x44 stale', [argocd('Synced', 'Healthy')]: '_x44 1x30' },
        at: '52m',
        because: 'a migration took as long as it may, and the rest a quarter of an hour',
      },
    },
    ArgoCdUnhealthy: {
      fires: {
        given: { [argocd('Synced', 'Degraded')]: '1x20' },
        at: '16m',
        labels: [info('Synced', 'Degraded')],
      },
      quiet: { given: { [argocd('Synced', 'Progressing')]: '1x20' }, at: '16m', because: 'it is on its way' },
    },
    FluxMissing: {
      fires: { given: { [flux(stage, 'True', 'false')]: '1x20' }, at: '16m', labels: [source] },
      quiet: { given: { [flux(source, 'False', 'false')]: '1x20' }, at: '16m', because: 'it is there, however it is' },
    },
    FluxNotReady: {
      fires: {
        given: { [flux(stage, 'False', 'false')]: '1x60' },
        at: '52m',
        labels: [{ ...stage, ready: 'False', suspended: 'false' }],
      },
      quiet: { given: { [flux(stage, 'False', 'true')]: '1x60' }, at: '52m', because: 'somebody suspended it' },
    },
    FluxSuspended: {
      every: '10m',
      fires: {
        given: { [flux(stage, 'True', 'true')]: '1x160' },
        at: '25h',
        labels: [{ ...stage, ready: 'True', suspended: 'true' }],
      },
      quiet: { given: { [flux(stage, 'True', 'true')]: '1x60' }, at: '10h', because: 'it is not for long yet' },
    },
  };
};
