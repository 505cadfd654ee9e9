import type { Source } from './sources';

/**
 * Every metric that a rule or dashboard may use, what exposes it, and the labels it has there. A name or label that
 * is missing here fails the tests: an alert on a metric that nothing exposes looks healthy for ever. Labels of the
 * scrape itself (`job`, `pod` and so on) are in `scrapeLabels`.
 */
const bySource: Readonly<Record<Source, readonly string[]>> = {
  prometheus: ['up'],
  'prometheus-itself': [
    'prometheus_notifications_dropped_total{alertmanager}',
    'prometheus_rule_evaluation_failures_total{rule_group}',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
  ],
  alertmanager: ['alertmanager_notifications_failed_total{integration,reason}'],
  'blackbox-exporter': ['probe_duration_seconds', 'probe_ssl_earliest_cert_expiry', 'probe_success'],
  'cave-daemon': ['bkg_cave_daemon_up'],
  'otel-collector': [
    'otelcol_exporter_queue_capacity{exporter,data_type}',
    'otelcol_exporter_queue_size{exporter,data_type}',
    'otelcol_exporter_send_failed_log_records_total{exporter}',
    'otelcol_exporter_send_failed_metric_points_total{exporter}',
    'otelcol_exporter_send_failed_spans_total{exporter}',
    'otelcol_exporter_sent_log_records_total{exporter}',
    'otelcol_exporter_sent_metric_points_total{exporter}',
    'otelcol_exporter_sent_spans_total{exporter}',
    'otelcol_process_memory_rss_bytes',
    'otelcol_receiver_accepted_log_records_total{receiver,transport}',
    'otelcol_receiver_accepted_metric_points_total{receiver,transport}',
    'otelcol_receiver_accepted_spans_total{receiver,transport}',
    'otelcol_receiver_refused_log_records_total{receiver,transport}',
    'otelcol_receiver_refused_metric_points_total{receiver,transport}',
    'otelcol_receiver_refused_spans_total{receiver,transport}',
  ],
  'postgres-exporter': [
    // Of our own question in charts/bkg-db/queries.ts.
    'bkg_check_problems{check}',
    'bkg_check_timestamp_seconds{check}',
    'pg_database_size_bytes{datname}',
    'pg_locks_count{datname,mode}',
    'pg_settings_max_connections',
    'pg_stat_archiver_failed_count',
    'pg_stat_database_blks_hit{datname}',
    'pg_stat_database_blks_read{datname}',
    'pg_stat_database_deadlocks{datname}',
    'pg_stat_database_numbackends{datname}',
    'pg_stat_database_xact_commit{datname}',
    'pg_stat_database_xact_rollback{datname}',
    'pg_up',
  ],
  'cloudnative-pg': [
    'cnpg_backends_max_tx_duration_seconds{datname,usename}',
    'cnpg_backends_total{datname,usename}',
    'cnpg_backends_waiting_total',
    // Of our own question in charts/bkg-db/queries.ts.
    'cnpg_bkg_check_problems{check}',
    'cnpg_bkg_check_timestamp_seconds{check}',
    'cnpg_collector_pg_wal_archive_status{value}',
    'cnpg_collector_up{cluster}',
    'cnpg_pg_database_size_bytes{datname}',
    'cnpg_pg_replication_in_recovery',
    'cnpg_pg_replication_lag',
    'cnpg_pg_replication_streaming_replicas',
    'cnpg_pg_settings_setting{name}',
    'cnpg_pg_stat_archiver_failed_count',
    'cnpg_pg_stat_database_blks_hit{datname}',
    'cnpg_pg_stat_database_blks_read{datname}',
    'cnpg_pg_stat_database_deadlocks{datname}',
    'cnpg_pg_stat_database_xact_commit{datname}',
    'cnpg_pg_stat_database_xact_rollback{datname}',
  ],
  'barman-cloud-plugin': ['barman_cloud_cloudnative_pg_io_last_available_backup_timestamp'],
  'kube-state-metrics': [
    'kube_cronjob_created{namespace,cronjob}',
    'kube_cronjob_next_schedule_time{namespace,cronjob}',
    'kube_cronjob_spec_suspend{namespace,cronjob}',
    'kube_cronjob_status_last_schedule_time{namespace,cronjob}',
    'kube_cronjob_status_last_successful_time{namespace,cronjob}',
    'kube_daemonset_status_number_unavailable{namespace,daemonset}',
    'kube_deployment_spec_replicas{namespace,deployment}',
    'kube_deployment_status_replicas_available{namespace,deployment}',
    'kube_job_failed{namespace,job_name,condition}',
    'kube_job_owner{namespace,job_name,owner_kind,owner_name}',
    'kube_job_status_completion_time{namespace,job_name}',
    'kube_job_status_start_time{namespace,job_name}',
    'kube_persistentvolumeclaim_status_phase{namespace,persistentvolumeclaim,phase}',
    'kube_pod_container_resource_limits{namespace,pod,container,resource}',
    'kube_pod_container_status_last_terminated_exitcode{namespace,pod,container}',
    'kube_pod_container_status_last_terminated_reason{namespace,pod,container,reason}',
    'kube_pod_container_status_ready{namespace,pod,container}',
    'kube_pod_container_status_restarts_total{namespace,pod,container}',
    'kube_pod_container_status_running{namespace,pod,container}',
    'kube_pod_container_status_waiting_reason{namespace,pod,container,reason}',
    'kube_pod_init_container_status_waiting_reason{namespace,pod,container,reason}',
    'kube_pod_status_unschedulable{namespace,pod}',
    'kube_resourcequota{namespace,resourcequota,resource,type}',
    'kube_statefulset_replicas{namespace,statefulset}',
    'kube_statefulset_status_replicas_ready{namespace,statefulset}',
  ],
  kubelet: [
    'container_cpu_cfs_periods_total{namespace,pod,container}',
    'container_cpu_cfs_throttled_periods_total{namespace,pod,container}',
    'container_cpu_usage_seconds_total{namespace,pod,container}',
    'container_memory_working_set_bytes{namespace,pod,container}',
    'kubelet_volume_stats_capacity_bytes{namespace,persistentvolumeclaim}',
    'kubelet_volume_stats_inodes{namespace,persistentvolumeclaim}',
    'kubelet_volume_stats_inodes_used{namespace,persistentvolumeclaim}',
    'kubelet_volume_stats_used_bytes{namespace,persistentvolumeclaim}',
  ],
  // Its own `namespace` is not listed: who scrapes decides whether it survives under that name.
  'ingress-nginx': [
    'nginx_ingress_controller_config_last_reload_successful',
    'nginx_ingress_controller_request_duration_seconds_bucket{host,ingress,method,path,status,le}',
    'nginx_ingress_controller_requests{host,ingress,method,path,status}',
  ],
  'envoy-gateway': [
    'envoy_cluster_upstream_rq{envoy_cluster_name,envoy_response_code}',
    'envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name,le}',
    'envoy_cluster_upstream_rq_xx{envoy_cluster_name,envoy_response_code_class}',
    'envoy_http_local_rate_limit_rate_limited',
    'envoy_server_live',
  ],
  'cert-manager': [
    'certmanager_certificate_expiration_timestamp_seconds{name}',
    'certmanager_certificate_ready_status{name,condition}',
  ],
  // Which of the two namespaces is ours depends on who scrapes.
  'external-secrets': ['externalsecret_status_condition{name,namespace,exported_namespace,condition,status}'],
  argocd: ['argocd_app_info{name,sync_status,health_status}', 'argocd_app_sync_total{name,phase}'],
  // Flux's controllers no longer expose readiness; its guide has kube-state-metrics read it from the objects.
  flux: ['gotk_resource_info{customresource_kind,name,ready,suspended}'],
  // Named by the platform's documents, exposed by nothing yet.
  promised: ['cave_otlp_exporter_up'],
};

/** What the catalogue knows about a metric. */
export interface Metric {
  readonly source: Source;
  /** Names of all its labels, with those that scraping adds. */
  readonly labels: readonly string[];
}

/** Labels that scraping adds to whatever a source exposes. */
function scrapeLabels(source: Source): readonly string[] {
  switch (source) {
    case 'prometheus':
      // Of an endpoint or a probe: what both have.
      return ['job', 'namespace', 'instance'];
    case 'blackbox-exporter':
      return ['job', 'namespace', 'instance'];
    case 'prometheus-itself':
    case 'alertmanager':
    case 'cave-daemon':
    case 'otel-collector':
    case 'postgres-exporter':
    case 'cloudnative-pg':
    case 'barman-cloud-plugin':
    case 'promised':
      return ['job', 'namespace', 'pod', 'container', 'endpoint', 'instance'];
    case 'argocd':
    case 'cert-manager':
    case 'envoy-gateway':
    case 'external-secrets':
    case 'flux':
    case 'ingress-nginx':
    case 'kube-state-metrics':
    case 'kubelet':
      // Somebody else's Prometheus scrapes these; only what the source itself says can be relied on.
      return [];
  }
}

/** Metric name → what exposes it and how it is labelled. */
export const metrics: ReadonlyMap<string, Metric> = new Map(
  (Object.keys(bySource) as Source[]).flatMap((source) =>
    bySource[source].map((entry): [string, Metric] => {
      const [name = '', labels = ''] = entry.split(/[{}]/);
      return [name, { source, labels: [...labels.split(',').filter(Boolean), ...scrapeLabels(source)] }];
    }),
  ),
);

/** Names of a source's metrics. */
export function metricsOf(source: Source): readonly string[] {
  return [...metrics].filter(([, metric]) => metric.source === source).map(([name]) => name);
}
