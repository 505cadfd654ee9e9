import type { Source } from './sources';

/**
 * Every metric that a rule or dashboard may use, and what exposes it. A name that is missing here fails the tests:
 * an alert on a metric that nothing exposes looks healthy for ever.
 */
const bySource: Readonly<Record<Source, readonly string[]>> = {
  prometheus: ['up'],
  'prometheus-itself': [
    'prometheus_notifications_dropped_total',
    'prometheus_rule_evaluation_failures_total',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
  ],
  alertmanager: ['alertmanager_notifications_failed_total'],
  'cave-daemon': ['bkg_cave_daemon_up'],
  'otel-collector': [
    'otelcol_exporter_queue_capacity',
    'otelcol_exporter_queue_size',
    'otelcol_exporter_send_failed_log_records_total',
    'otelcol_exporter_send_failed_metric_points_total',
    'otelcol_exporter_send_failed_spans_total',
    'otelcol_exporter_sent_log_records_total',
    'otelcol_exporter_sent_metric_points_total',
    'otelcol_exporter_sent_spans_total',
    'otelcol_process_memory_rss_bytes',
    'otelcol_receiver_accepted_log_records_total',
    'otelcol_receiver_accepted_metric_points_total',
    'otelcol_receiver_accepted_spans_total',
    'otelcol_receiver_refused_log_records_total',
    'otelcol_receiver_refused_metric_points_total',
    'otelcol_receiver_refused_spans_total',
  ],
  'postgres-exporter': [
    // Of our own question in charts/bkg-db/queries.ts.
    'bkg_check_problems',
    'bkg_check_timestamp_seconds',
    'pg_database_size_bytes',
    'pg_locks_count',
    'pg_settings_max_connections',
    'pg_stat_archiver_failed_count',
    'pg_stat_database_blks_hit',
    'pg_stat_database_blks_read',
    'pg_stat_database_deadlocks',
    'pg_stat_database_numbackends',
    'pg_stat_database_xact_commit',
    'pg_stat_database_xact_rollback',
    'pg_up',
  ],
  'cloudnative-pg': [
    'cnpg_backends_max_tx_duration_seconds',
    'cnpg_backends_total',
    'cnpg_backends_waiting_total',
    // Of our own question in charts/bkg-db/queries.ts.
    'cnpg_bkg_check_problems',
    'cnpg_bkg_check_timestamp_seconds',
    'cnpg_collector_pg_wal_archive_status',
    'cnpg_collector_up',
    'cnpg_pg_database_size_bytes',
    'cnpg_pg_replication_in_recovery',
    'cnpg_pg_replication_lag',
    'cnpg_pg_replication_streaming_replicas',
    'cnpg_pg_settings_setting',
    'cnpg_pg_stat_archiver_failed_count',
    'cnpg_pg_stat_database_blks_hit',
    'cnpg_pg_stat_database_blks_read',
    'cnpg_pg_stat_database_deadlocks',
    'cnpg_pg_stat_database_xact_commit',
    'cnpg_pg_stat_database_xact_rollback',
  ],
  'barman-cloud-plugin': ['barman_cloud_cloudnative_pg_io_last_available_backup_timestamp'],
  'kube-state-metrics': [
    'kube_cronjob_created',
    'kube_cronjob_next_schedule_time',
    'kube_cronjob_spec_suspend',
    'kube_cronjob_status_last_schedule_time',
    'kube_cronjob_status_last_successful_time',
    'kube_daemonset_status_number_unavailable',
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas_available',
    'kube_job_failed',
    'kube_job_owner',
    'kube_job_status_completion_time',
    'kube_job_status_start_time',
    'kube_persistentvolumeclaim_status_phase',
    'kube_pod_container_resource_limits',
    'kube_pod_container_status_last_terminated_exitcode',
    'kube_pod_container_status_last_terminated_reason',
    'kube_pod_container_status_ready',
    'kube_pod_container_status_restarts_total',
    'kube_pod_container_status_running',
    'kube_pod_container_status_waiting_reason',
    'kube_pod_init_container_status_waiting_reason',
    'kube_pod_status_unschedulable',
    'kube_statefulset_replicas',
    'kube_statefulset_status_replicas_ready',
  ],
  kubelet: [
    'container_cpu_cfs_periods_total',
    'container_cpu_cfs_throttled_periods_total',
    'container_cpu_usage_seconds_total',
    'container_memory_working_set_bytes',
    'kubelet_volume_stats_capacity_bytes',
    'kubelet_volume_stats_inodes',
    'kubelet_volume_stats_inodes_used',
    'kubelet_volume_stats_used_bytes',
  ],
  'ingress-nginx': ['nginx_ingress_controller_request_duration_seconds_bucket', 'nginx_ingress_controller_requests'],
  'envoy-gateway': [
    'envoy_cluster_upstream_rq_time_bucket',
    'envoy_cluster_upstream_rq_total',
    'envoy_cluster_upstream_rq_xx',
  ],
  'cert-manager': ['certmanager_certificate_expiration_timestamp_seconds', 'certmanager_certificate_ready_status'],
  argocd: ['argocd_app_info'],
  // Flux's controllers no longer expose readiness; its guide has kube-state-metrics read it from the objects.
  flux: ['gotk_resource_info'],
  // Named by the platform's documents, exposed by nothing yet.
  promised: ['cave_otlp_exporter_up'],
};

/** Metric name → what exposes it. */
export const metrics: ReadonlyMap<string, Source> = new Map(
  (Object.entries(bySource) as [Source, readonly string[]][]).flatMap(([source, names]) =>
    names.map((name): [string, Source] => [name, source]),
  ),
);

/** The metrics of a source. */
export function metricsOf(source: Source): readonly string[] {
  return bySource[source];
}
