import { X509Certificate } from 'node:crypto';
import { breach, type EnvironmentRule } from './rule';
import { isStricter, verifies } from './ssl-mode';
import type { Database } from './types';

const singleDatabase: EnvironmentRule = {
  id: 'environment/single-database',
  description: 'several database servers without an operator',
  example: '`mode: managed`, `instances: 3`',
  check: ({ database: { mode, instances } }) =>
    mode !== 'operator' && instances > 1
      ? [breach('database.instances', 'several servers need database.mode: operator')]
      : [],
};

const strictest: Partial<Record<Database['mode'], readonly [mode: Database['sslMode'], why: string]>> = {
  statefulset: ['prefer', 'a single server speaks no TLS'],
  operator: ['require', 'no client knows the authority of servers in the cluster'],
};

/** What every client would refuse at connect, long after the roll-out began. */
const sslMode: EnvironmentRule = {
  id: 'environment/ssl-mode',
  description: 'an `sslMode` that servers of this `database.mode` cannot answer',
  example: '`mode: operator`, `sslMode: verify-full`',
  check({ database }) {
    const [allowed, why] = strictest[database.mode] ?? [];
    if (allowed === undefined || !isStricter(database.sslMode, allowed)) return [];
    return [breach('database.sslMode', `must be ${allowed} at most with database.mode: ${database.mode}; ${why}`)];
  },
};

const authority: EnvironmentRule = {
  id: 'environment/authority',
  description: 'an authority of the database that is no PEM certificate, or that no client asks for',
  example: '`managed.ca` with a private key; with `sslMode: prefer`',
  check({ database }) {
    if (database.mode !== 'managed' || database.managed.ca === undefined) return [];
    const wrong = notCertificates(database.managed.ca) ?? unread(database.sslMode);
    return wrong === undefined ? [] : [breach('database.managed.ca', wrong)];
  },
};

function unread(mode: Database['sslMode']): string | undefined {
  if (verifies(mode)) return undefined;
  return `is read by nobody: database.sslMode: ${mode} verifies no server; set it to verify-full, or remove this`;
}

/** Why a text is not what clients can load: PEM certificates and nothing else. */
function notCertificates(text: string): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    return 'holds a private key; leave only the certificate, and replace the key if anybody else could read it';
  }
  const blocks = text.match(/-----BEGIN [^-]+-----[^-]*-----END [^-]+-----/g) ?? [];
  if (blocks.length === 0) {
    return 'is no certificate in PEM; write the whole block, from -----BEGIN CERTIFICATE----- on';
  }
  const broken = blocks.findIndex((block) => !isCertificate(block));
  return broken < 0 ? undefined : `block ${broken + 1} of ${blocks.length} is no certificate; copy the file again`;
}

function isCertificate(pem: string): boolean {
  try {
    return pem.startsWith('-----BEGIN CERTIFICATE-----') && new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

/** What a connection to the database needs so that its `sslMode` can work, and how many servers there are. */
export const databaseRules = [singleDatabase, sslMode, authority];
