import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Running } from '../../restore/support/pod';
import { freePort, requirePrograms, searchPath, until, versitygw } from '../../restore/support/programs';

const secret = 'not-a-secret-of-anybody';

/** An S3 server with an owner of all buckets and some users, as nothing but AWS's own client speaks to it. */
export class S3Server {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly process: Running,
  ) {}

  static async start(folder: string, users: readonly string[]): Promise<S3Server> {
    requirePrograms();
    const port = await freePort();
    for (const name of ['buckets', 'versions', 'iam']) mkdirSync(path.join(folder, name));
    const accounts = users.map((access) => [access, { access, secret, role: 'user' }]);
    writeFileSync(
      path.join(folder, 'iam/users.json'),
      JSON.stringify({ accessAccounts: Object.fromEntries(accounts) }),
    );
    const general = [
      '--port',
      `127.0.0.1:${port}`,
      '--iam-dir',
      path.join(folder, 'iam'),
      '--health',
      '/health',
      '--quiet',
    ];
    const posix = ['posix', '--versioning-dir', path.join(folder, 'versions'), path.join(folder, 'buckets')];
    const env = { PATH: searchPath, HOME: folder, ROOT_ACCESS_KEY: 'owner', ROOT_SECRET_KEY: secret };
    const server = new S3Server(folder, port, new Running(spawn(versitygw, [...general, ...posix], { env })));
    await until('the S3 server answers', () => spawnSync('curl', ['-sf', `${server.endpoint}/health`]).status === 0);
    return server;
  }

  private get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await this.process.stop('SIGKILL');
  }

  /** Runs a program as somebody; what it prints, or `undefined` and the reason. */
  as(user: string, program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const env = {
      AWS_ACCESS_KEY_ID: user,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      PATH: searchPath,
      HOME: this.folder,
      ...more,
    };
    const { status, stdout, stderr } = spawnSync(program, args, { env, cwd: this.folder, encoding: 'utf8' });
    return { ok: status === 0, out: stdout.trim(), err: stderr.trim() };
  }

  /** One call of the S3 API. */
  call(user: string, ...args: string[]) {
    return this.as(user, 'aws', ['s3api', ...args]);
  }
}
