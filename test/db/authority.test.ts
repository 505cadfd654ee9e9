import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { authorityFile } from '../../charts/bkg-db/authority';
import { environment, manifests } from '../support/environments';
import { issue, newAuthority } from './support/authority';
import { addTree, Database } from './support/platform';
import { freePort } from './support/servers';
import { onEveryRelease, pause, until } from './support/suite';
import type { Rendered } from './support/tree';

const [ours, another] = [newAuthority('ours'), newAuthority('another')];
const production = environment('production', {
  database: { sslMode: 'verify-full', managed: { ca: ours.certificate } },
});
addTree(
  'verified',
  manifests(production).filter(({ metadata }) => metadata.namespace === 'bkg-bkg-db') as unknown as Rendered[],
);

onEveryRelease((server) => {
  let database: Database;
  let exporter: ChildProcess | undefined;
  const name = 'IP:127.0.0.1';

  beforeEach(async () => {
    database = await new Database(server(), 'verified', 'verified').withRoles();
  });
  afterEach(() => {
    exporter?.kill('SIGKILL');
    database.drop();
  });

  /** Changes settings of the server, and waits until it answers by them: sessions inherit the moment of its last reload. */
  async function reloaded(change: () => void): Promise<void> {
    const loaded = () => database.asSuperuser('select pg_conf_load_time()', 'postgres').out;
    const before = loaded();
    change();
    await until(() => loaded() !== before);
  }

  /** The server with a certificate, from the moment at which it really answers with it. */
  function speakTls({ certificate, key }: ReturnType<typeof issue>): Promise<void> {
    return reloaded(() => server().speakTls(certificate, key));
  }

  test('every client of ours connects to a server of the authority that it knows', async () => {
    await speakTls(issue(ours, name));
    expect(await database.run('Job', 'postgres-connection-check')).toMatchObject({ code: 0 });
    expect(await database.rollOut()).toMatchObject({ code: 0 });
    for (const job of ['bkg-db-drift', 'bkg-db-retention', 'key-rotation']) {
      expect(await database.run('CronJob', job)).toMatchObject({ code: 0 });
    }
  });

  test.each([
    ['of another authority', issue(another, name), 'certificate verify failed'],
    ['with another name', issue(ours, 'DNS:db.example.org'), 'does not match host name'],
  ])('a server %s is refused', async (_name, certificate, message) => {
    await speakTls(certificate);
    const { code, output } = await database.run('Job', 'postgres-connection-check');
    expect(code).not.toBe(0);
    expect(output).toContain(message);
  });

  test('a server without TLS is refused', async () => {
    await speakTls(issue(ours, name));
    await reloaded(() => {
      database.asSuperuser('alter system set ssl = off;\nselect pg_reload_conf()', 'postgres');
    });
    const { code, output } = await database.run('Job', 'postgres-connection-check');
    expect(code).not.toBe(0);
    expect(output).toContain('server does not support SSL');
  });

  test.each([
    ['the authority that it knows', ours, 1],
    ['another authority', another, 0],
  ])('the real exporter and a server of %s', async (_name, authority, up) => {
    await speakTls(issue(authority, name));
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'bkg-ca-')), 'ca.crt');
    writeFileSync(file, ours.certificate);
    const dsn = database.secret('postgres-exporter').DATA_SOURCE_NAME ?? '';
    expect(dsn).toContain(authorityFile);
    const address = `127.0.0.1:${await freePort()}`;
    exporter = spawn('prometheus-postgres-exporter', [`--web.listen-address=${address}`], {
      env: { PATH: process.env.PATH, DATA_SOURCE_NAME: dsn.replace(authorityFile, file) },
      stdio: 'ignore',
    });
    let metrics = '';
    for (let tries = 0; tries < 40 && !metrics.includes('\npg_up '); tries++) {
      await pause(250);
      metrics = await fetch(`http://${address}/metrics`).then(
        (response) => response.text(),
        () => '',
      );
    }
    expect(metrics).toMatch(new RegExp(`^pg_up ${up}$`, 'm'));
  });
});
