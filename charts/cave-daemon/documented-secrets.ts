import type { Environment } from '../../settings/types';
import { variables } from '../constructs/env';
import type { EnvVar, Volume, VolumeMount } from '../constructs/k8s';
import { secretFolder, secretKeyFiles } from '../constructs/volumes';
import { daemonTlsName, jwtSecretName } from '../secrets/consumers/daemon';

/**
 * Secrets that the guide names and no code reads yet. A missing session key keeps no pod from starting; certificates
 * are files, because that is what a server can read again.
 */
export function documentedSecrets(env: Environment): { variables: EnvVar[]; files: [Volume, VolumeMount][] } {
  const { jwtSecret, tls } = env.daemon;
  const folder = secretFolder(daemonTlsName);
  const paths = {
    BKG_OPERATOR_CA: `${folder}/ca.crt`,
    BKG_TLS_CERT: `${folder}/tls.crt`,
    BKG_TLS_KEY: `${folder}/tls.key`,
  };
  return {
    variables: [...(jwtSecret ? [sessionKey] : []), ...(tls ? variables(paths) : [])],
    files: tls ? [secretKeyFiles(daemonTlsName, ['ca.crt', 'tls.crt', 'tls.key'])] : [],
  };
}

const sessionKey: EnvVar = {
  name: 'JWT_SECRET',
  valueFrom: { secretKeyRef: { name: jwtSecretName, key: 'JWT_SECRET', optional: true } },
};
