import { sourcesOf } from '../sources';
import type { AlertGroup } from './alert';

/** Are the public certificates renewed in time? */
export const certificates: AlertGroup = {
  subject: 'certificates',
  alerts: (env) => {
    if (!sourcesOf(env).has('cert-manager')) return [];
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
  },
};
