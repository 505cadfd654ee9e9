import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate and its key, both in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** An authority that is its own. */
export function newAuthority(name: string): Certificate {
  return sign(name, ['basicConstraints = critical, CA:TRUE']);
}

/** The certificate of a server, good for one name such as `IP:127.0.0.1` or `DNS:db.example.org`. */
export function issue(authority: Certificate, name: string): Certificate {
  return sign('server', ['basicConstraints = critical, CA:FALSE', `subjectAltName = ${name}`], authority);
}

function sign(name: string, extensions: readonly string[], issuer?: Certificate): Certificate {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-tls-'));
  const file = (own: string, text?: string) => {
    const full = path.join(folder, own);
    if (text !== undefined) writeFileSync(full, text);
    return full;
  };
  const config = ['[req]', 'distinguished_name = dn', 'prompt = no', 'x509_extensions = extensions'];
  const settings = [...config, '[dn]', `CN = ${name}`, '[extensions]', ...extensions].join('\n');
  try {
    openssl([
      ...['req', '-x509', '-days', '2', '-config', file('config', settings)],
      ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-out', file('certificate'), '-keyout', file('key')],
      ...(issuer ? ['-CA', file('ca', issuer.certificate), '-CAkey', file('ca-key', issuer.key)] : []),
    ]);
    return {
      certificate: readFileSync(file('certificate'), 'utf8'),
      key: readFileSync(file('key'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openssl(args: readonly string[]): void {
  const { error, status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error) throw new Error('install openssl: .ci/tools debian');
  if (status !== 0) throw new Error(stderr);
}
