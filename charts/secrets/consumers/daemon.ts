import { shadowSecret } from '../../../settings/facts/colours';
import type { Environment } from '../../../settings/types';
import { shadowDaemon } from '../../daemons';
import { sandboxPlace } from '../../places';
import { sources } from '../sources';
import { dsn } from './database';
import type { ConsumerSecret, SecretKey } from './secret';

/** Name of the Secret with the session key, apart from the others so that the daemon starts without it. */
export const jwtSecretName = 'cave-daemon-jwt';

/** Name of the Secret with the daemon's own certificate. */
export const daemonTlsName = 'cave-daemon-mtls';

/** What the daemon and the kernel read; whichever of the two runs sandboxes signs the audit log. */
export function daemonSecrets(env: Environment): ConsumerSecret[] {
  const audit: SecretKey[] = env.kernel.audit.enabled
    ? [{ key: 'CAVE_AUDIT_LOG_HMAC_KEY', from: sources.auditKey }]
    : [];
  const embedded = sandboxPlace(env) === 'cave-daemon';
  const secrets: ConsumerSecret[] = [
    {
      name: 'cave-daemon',
      place: 'cave-daemon',
      keys: [
        { key: 'BKG_DB_DSN', from: sources.servicePassword, template: dsn(env, 'service') },
        { key: 'CAVE_ROTATION_WEBHOOK_SECRET', from: sources.webhookKey },
        ...(embedded ? audit : []),
      ],
    },
  ];
  if (env.daemon.jwtSecret) {
    secrets.push({ name: jwtSecretName, place: 'cave-daemon', keys: [{ key: 'JWT_SECRET', from: sources.jwtSecret }] });
  }
  if (env.daemon.tls) secrets.push(daemonTls);
  if (shadowDaemon(env)) {
    // Nothing else: a colour that gets copies of requests tells nobody about keys.
    const dsnKey: SecretKey = { key: 'BKG_DB_DSN', from: sources.shadowPassword, template: dsn(env, 'shadow') };
    secrets.push({ name: shadowSecret, place: 'cave-daemon', keys: [dsnKey] });
  }
  if (!embedded && audit.length > 0) secrets.push({ name: 'cave-kernel', place: 'cave-kernel', keys: audit });
  return secrets;
}

const daemonTls: ConsumerSecret = {
  name: daemonTlsName,
  place: 'cave-daemon',
  keys: [
    { key: 'tls.crt', from: sources.daemonCertificate },
    { key: 'tls.key', from: sources.daemonCertificateKey },
    { key: 'ca.crt', from: sources.operatorAuthority },
  ],
};
