import type { Environment } from '../../../settings/types';
import { isPublic, probedBy } from '../probes';
import type { Alert, AlertGroup } from './alert';

/** Do the servers answer somebody who asks them as a caller would? */
export const reachability: AlertGroup = {
  subject: 'reachability',
  alerts: (env) => {
    const { probes } = env.monitoring;
    if (!probes) return [];
    return [...inside(env), ...(probes.publicCidrs ? [fromOutside(env)] : [])];
  },
};

function inside(env: Environment): Alert[] {
  return [
    {
      name: 'HealthzDown',
      expr: `probe_success{${probedBy(env, (target) => !isPublic(target) && target.place === 'cave-daemon')}} == 0`,
      for: '2m',
      severity: 'critical',
      summary: 'cave-daemon does not answer /healthz',
      description: '{{ $labels.instance }} has not answered with 200 for two minutes, so nobody can use the API.',
    },
    {
      name: 'SiteDown',
      expr: `probe_success{${probedBy(env, (target) => !isPublic(target) && target.place !== 'cave-daemon')}} == 0`,
      for: '5m',
      severity: 'critical',
      summary: 'the site in {{ $labels.namespace }} does not answer',
      description: '{{ $labels.instance }} has not answered with 200 for five minutes.',
    },
  ];
}

function fromOutside(env: Environment): Alert {
  return {
    name: 'PublicEntryDown',
    expr: `probe_success{${probedBy(env, isPublic)}} == 0`,
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.instance }} cannot be reached from outside',
    description: 'Name, address, certificate or proxy: something between callers and the platform does not work.',
  };
}
