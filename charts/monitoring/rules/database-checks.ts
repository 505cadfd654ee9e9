import type { Alert } from './alert';

/** What our own periodic check of the database says; `metric` is the prefix that the database's exporter gives it. */
export function databaseChecks(metric: string, series: string): Alert[] {
  const check = `${series},check="access"`;
  return [
    {
      name: 'DatabaseAccessChanged',
      // The servers of a cluster answer alike.
      expr: `max(${metric}_problems{${check}}) > 0`,
      for: '0m',
      severity: 'critical',
      summary: 'the database is not protected as the last roll-out left it',
      description:
        '{{ $value }} objects, rights or roles differ; a tenant may see what is not his. The log of the ' +
        'last run of bkg-db-drift names them.',
    },
    {
      name: 'DatabaseAccessUnchecked',
      // It runs every quarter of an hour.
      expr: `time() - max(${metric}_timestamp_seconds{${check}}) > 3600\nor absent(${metric}_timestamp_seconds{${check}})`,
      for: '30m',
      severity: 'warning',
      summary: 'nobody has checked for an hour who may see what',
      description: 'The CronJob bkg-db-drift does not finish, or its result does not reach the exporter.',
    },
  ];
}
