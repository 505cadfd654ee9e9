import { X509Certificate } from 'node:crypto';
import type { Finding } from './messages';
import { type Draft, finding, type Rule } from './rule';
import type { Environment } from './types';

/** What a connection to the database needs so that its `sslMode` can work. */
export const databaseRules: readonly Rule[] = [encryption, missingAuthority, authority];

/** The operator's pods ask for the status of the database's, which is nobody else's to allow. */
export function databaseOperator({ database, cluster }: Draft): Finding[] {
  if (database?.mode !== 'operator' || cluster?.databaseOperator !== undefined) return [];
  return [finding('cluster.databaseOperator', 'missing-field', 'is missing; database.mode: operator needs it')];
}

const strictest: Partial<Record<Environment['database']['mode'], readonly [mode: string, why: string]>> = {
  statefulset: ['prefer', 'a single server speaks no TLS'],
  operator: ['require', 'no client knows the authority of servers in the cluster'],
};

/** What every client would refuse at connect, long after the roll-out began. */
function encryption({ database: { mode, sslMode } }: Environment): Finding[] {
  const [allowed, why] = strictest[mode] ?? [];
  if (allowed === undefined || strictness(sslMode) <= strictness(allowed)) return [];
  return [finding('database.sslMode', 'ssl-mode', `must be ${allowed} at most with database.mode: ${mode}; ${why}`)];
}

function strictness(mode: string): number {
  return ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'].indexOf(mode);
}

function missingAuthority({ database }: Environment): Finding[] {
  if (database.mode !== 'managed' || database.managed.ca !== undefined || !verifies(database.sslMode)) return [];
  return [
    finding('database.managed.ca', 'missing-field', `is missing; database.sslMode: ${database.sslMode} needs it`),
  ];
}

function verifies(sslMode: string): boolean {
  return sslMode.startsWith('verify-');
}

function authority({ database }: Environment): Finding[] {
  if (database.mode !== 'managed' || database.managed.ca === undefined) return [];
  const { sslMode } = database;
  const wrong = notCertificates(database.managed.ca);
  if (wrong !== undefined) return [finding('database.managed.ca', 'authority', wrong)];
  if (verifies(sslMode)) return [];
  return [
    finding(
      'database.managed.ca',
      'authority',
      `is read by nobody: database.sslMode: ${sslMode} verifies no server; set it to verify-full, or remove this`,
    ),
  ];
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
