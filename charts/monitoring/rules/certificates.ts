import type { Environment } from '../../../settings/types';
import { isPublic, probedBy } from '../probes';
import { sourcesOf } from '../sources';
import type { Alert, AlertGroup } from './alert';

/** Are the public certificates renewed in time? */
export const certificates: AlertGroup = {
  subject: 'certificates',
  alerts: (env) => [
    ...(sourcesOf(env).has('cert-manager') ? issued(env) : []),
    ...(env.monitoring.probes?.publicCidrs ? shown(env) : []),
  ],
};

/** What cert-manager says about the certificates it makes for us. */
function issued(env: Environment): Alert[] {
  // By name, because the namespace label depends on who scrapes cert-manager.
  const names = 'name=~"(cave-daemon|admin-ui|web-app)-tls"';
  return [
    {
      name: 'CertificateExpiresSoon',
      expr:
        `certmanager_certificate_expiration_timestamp_seconds{${names}} - time() ` +
        `< ${env.monitoring.thresholds.certificateDays} * 86400`,
      for: '1h',
      severity: 'critical',
      summary: '{{ $labels.name }} ends in {{ $value | humanizeDuration }}',
      description: 'cert-manager should have renewed it by now.',
    },
    {
      name: 'CertificateNotReady',
      expr: `certmanager_certificate_ready_status{${names},condition="True"} == 0`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.name }} is not ready',
      description: 'It could not be issued or renewed.',
    },
  ];
}

/** What callers are shown, whoever made it: a Gateway's certificates belong to its listeners, not to us. */
function shown(env: Environment): Alert[] {
  return [
    {
      name: 'PublicCertificateExpiresSoon',
      expr:
        `probe_ssl_earliest_cert_expiry{${probedBy(env, isPublic)}} - time() ` +
        `< ${env.monitoring.thresholds.certificateDays} * 86400`,
      for: '1h',
      severity: 'critical',
      summary: 'the certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}',
      description: 'Callers still get the old one, so it was not renewed, or the renewed one is not in use.',
    },
  ];
}
