import type { Environment } from '../../../settings/types';
import { backendSource, sources } from '../sources';
import type { ConsumerSecret } from './secret';

/** What sends telemetry and alerts to somebody else. */
export function monitoringSecrets(env: Environment): ConsumerSecret[] {
  const secrets: ConsumerSecret[] = [];
  if (env.telemetry.backends.length > 0) {
    secrets.push({
      name: 'otel-collector',
      place: 'telemetry',
      keys: env.telemetry.backends.map(({ name }) => ({ key: backendVariable(name), from: backendSource(name) })),
    });
  }
  if (env.monitoring.alertmanager.mode === 'instance' && env.monitoring.alertmanager.webhook) {
    secrets.push({ name: 'alert-webhook', place: 'monitoring', keys: [{ key: 'url', from: sources.alertWebhook }] });
  }
  return secrets;
}

/** The variable that carries a telemetry backend's authorization header. */
export function backendVariable(backend: string): string {
  return `${backend.toUpperCase().replaceAll('-', '_')}_AUTHORIZATION`;
}
