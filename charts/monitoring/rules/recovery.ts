import type { Environment } from '../../../settings/types';
import { copies, drills, type Proof } from '../recovery-parts';
import { ours } from '../selection';
import { sourcesOf } from '../sources';
import type { Alert, AlertGroup } from './alert';

/** Is there something to come back from, and has that been proven? */
export const recovery: AlertGroup = {
  subject: 'recovery',
  alerts: (env) => (env.recovery && sourcesOf(env).has('kube-state-metrics') ? alerts(env) : []),
};

function alerts(env: Environment): Alert[] {
  const made = copies(env).filter(isHere);
  const proven = drills(env).filter(isHere);
  return [
    ...(made.length > 0 ? [copyOld(env, made)] : []),
    ...(proven.length > 0 ? [drillFailed(env, proven), drillOld(env, proven)] : []),
  ];
}

function isHere({ elsewhere = false }: Proof): boolean {
  return !elsewhere;
}

function copyOld(env: Environment, proofs: readonly Proof[]): Alert {
  return {
    name: 'RecoveryCopyOld',
    expr: olderThanAllowed(env, proofs),
    // The run that is due has to end first.
    for: '15m',
    severity: 'critical',
    summary: 'the last good {{ $labels.cronjob }} is {{ $value | humanizeDuration }} old',
    description: 'A loss now would cost more than its recovery point objective allows.',
  };
}

function drillFailed(env: Environment, proofs: readonly Proof[]): Alert {
  const selected = `${ours(env)},cronjob=~"${proofs.map(({ cronJob }) => cronJob).join('|')}"`;
  const scheduled = `kube_cronjob_status_last_schedule_time{${selected}}`;
  const succeeded = `kube_cronjob_status_last_successful_time{${selected}}`;
  return {
    name: 'RecoveryDrillFailed',
    expr: `max by (cronjob) (${scheduled} > ${succeeded}\n  or ${scheduled} unless ${succeeded})`,
    // While one runs it has not succeeded yet; an audit log takes an hour at most.
    for: '75m',
    severity: 'critical',
    summary: '{{ $labels.cronjob }} failed',
    description: 'What it proves is not so any more: its log says what it found.',
  };
}

function drillOld(env: Environment, proofs: readonly Proof[]): Alert {
  return {
    name: 'RecoveryDrillOld',
    expr: olderThanAllowed(env, proofs),
    for: '1h',
    severity: 'critical',
    summary: 'the last good {{ $labels.cronjob }} was {{ $value | humanizeDuration }} ago',
    description: 'Drills do not run or do not succeed; until one does, the copies are a hope.',
  };
}

function olderThanAllowed(env: Environment, proofs: readonly Proof[]): string {
  return proofs.map(({ cronJob, maxAgeSeconds }) => `${ageSeconds(env, cronJob)} > ${maxAgeSeconds}`).join('\nor ');
}

/** Seconds since a CronJob last succeeded; where it never did, since it was made. */
export function ageSeconds(env: Environment, cronJob: string): string {
  const series = `${ours(env)},cronjob="${cronJob}"`;
  return `time() - max by (cronjob) (kube_cronjob_status_last_successful_time{${series}} or kube_cronjob_created{${series}})`;
}
