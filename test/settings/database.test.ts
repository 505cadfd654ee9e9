import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import statements from '../../settings/facts/statements.sql';
import { releasesIn } from '../../settings/image-rules';
import { answers, production } from '../support/answers';
import { authority } from '../support/authority';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

describe('the authority of a managed database', () => {
  const { line } = production('    cidrs: [10.20.16.0/24', '');
  const block = (pem: string) => `    ca: |\n${pem.trim().replaceAll(/^/gm, '      ')}\n`;
  const withAuthority = (pem: string, sslMode: string) =>
    answers(
      production('    cidrs: [10.20.16.0/24', `${pem}    cidrs: [10.20.16.0/24`).text.replace(
        '  maxConnections: 200',
        `  sslMode: ${sslMode}\n  maxConnections: 200`,
      ),
    );
  // The line of `sslMode` stands above it.
  const at = `production.yaml:${line + 1}  database.managed.ca:`;
  const damaged = authority.replace(/^MII/m, 'AAA');

  test.each(['verify-ca', 'verify-full'])('%s needs it', (sslMode) => {
    expect(withAuthority('', sslMode)).toEqual([
      `production.yaml:${line - 1}  database.managed.ca: is missing; database.sslMode: ${sslMode} needs it  [environment/missing-field]`,
    ]);
    expect(withAuthority(block(authority), sslMode)).toEqual([]);
    expect(withAuthority(block(`Root 2025\n${authority}Root 2026\n${authority}`), sslMode)).toEqual([]);
  });

  test.each([
    [
      'a word',
      '    ca: eu-central-1\n',
      'is no certificate in PEM; write the whole block, from -----BEGIN CERTIFICATE----- on',
    ],
    [
      'half a block',
      block(authority.slice(0, 200)),
      'is no certificate in PEM; write the whole block, from -----BEGIN CERTIFICATE----- on',
    ],
    ['a damaged one', block(authority + damaged), 'block 2 of 2 is no certificate; copy the file again'],
    [
      'a public key',
      block(authority.replaceAll('CERTIFICATE', 'PUBLIC KEY')),
      'block 1 of 1 is no certificate; copy the file again',
    ],
    [
      'its key as well',
      block(`${authority}-----BEGIN EC ${'PRIVATE'} KEY-----\nx\n-----END EC ${'PRIVATE'} KEY-----`),
      'holds a private key; leave only the certificate, and replace the key if anybody else could read it',
    ],
  ])('%s is none', (_name, pem, message) => {
    expect(withAuthority(pem, 'verify-full')).toEqual([`${at} ${message}  [environment/authority]`]);
  });

  test('with another sslMode nobody would read it', () => {
    expect(withAuthority(block(authority), 'require')).toEqual([
      `${at} is read by nobody: database.sslMode: require verifies no server; set it to verify-full, or remove this  [environment/authority]`,
    ]);
  });

  test.each([
    ['dev', 'statefulset', 'require', 'prefer', 'a single server speaks no TLS'],
    ['staging', 'operator', 'verify-ca', 'require', 'no client knows the authority of servers in the cluster'],
  ])('%s: mode %s takes no %s', (name, mode, sslMode, most, why) => {
    const text = (value: string) =>
      readFileSync(path.join(ROOT, `environments/${name}.yaml`), 'utf8').replace(
        'database:\n',
        `database:\n  sslMode: ${value}\n`,
      );
    expect(answers(text(most), `${name}.yaml`)).toEqual([]);
    expect(answers(text(sslMode), `${name}.yaml`).map((answer) => answer.replace(/^\S+ {2}/, ''))).toEqual([
      `database.sslMode: must be ${most} at most with database.mode: ${mode}; ${why}  [environment/ssl-mode]`,
    ]);
  });
});

describe('releases of the daemon', () => {
  const temporary = temporaryFolder();

  test('one more is one more line', () => {
    expect(releasesIn(statements)).toContain('0.1.0');
    const line = "('0.1.0', '0.1.0')\n";
    const next = (text: string) => releasesIn(statements.replace(line, `('0.1.0', '0.1.0'),\n      ${text}\n`));
    expect(next("('0.2.0', '0.1.0')")).toEqual([...releasesIn(statements), '0.2.0']);
    // A line alone says nothing when there are no statements behind it.
    expect(next("('0.2.0', '0.2.0')")).toEqual(releasesIn(statements));
  });

  test('one command adds one after the other, each of which asks what has statements', () => {
    const file = path.join(temporary, 'statements.sql');
    writeFileSync(file, statements);
    const add = (release: string) =>
      spawnSync('node', [path.join(ROOT, 'scripts/add-release.mjs'), release, file], { encoding: 'utf8' });
    for (const release of ['0.2.0', '0.3.0-rc.1']) expect(add(release)).toMatchObject({ status: 0, stderr: '' });
    const added = readFileSync(file, 'utf8');
    expect(releasesIn(added)).toEqual([...releasesIn(statements), '0.2.0', '0.3.0-rc.1']);
    expect(added).toContain("\n      ('0.3.0-rc.1', '0.1.0')\n    ), statements ");
    for (const wrong of ['0.2.0', '', "0.4.0'"]) expect(add(wrong)).toMatchObject({ status: 2, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe(added);
  });

  test('development takes any', () => {
    const text = readFileSync(path.join(ROOT, 'environments/dev.yaml'), 'utf8');
    expect(answers(text.replace(/cave-daemon:[^@\s]+/, 'cave-daemon:today'), 'dev.yaml')).toEqual([]);
  });
});
