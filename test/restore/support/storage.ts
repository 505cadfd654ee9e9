import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { Running } from './pod';
import { freePort, searchPath, subfolder, until, versitygw } from './programs';

const access = { AWS_ACCESS_KEY_ID: 'bkg-backups', AWS_SECRET_ACCESS_KEY: 'not-a-secret-of-anybody' };

/** The same as a file, as the aws command line reads it. */
const credentialsFile = `[default]
aws_access_key_id = ${access.AWS_ACCESS_KEY_ID}
aws_secret_access_key = ${access.AWS_SECRET_ACCESS_KEY}
`;

/** The S3 server that development uses, on a folder. */
export class Storage {
  readonly secrets: Readonly<Record<string, string>> = { ...access, credentials: credentialsFile };
  private server: Running | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(folder: string, bucket?: string): Promise<Storage> {
    const storage = new Storage(folder, await freePort());
    await storage.resume();
    if (bucket !== undefined) storage.aws('s3', 'mb', `s3://${bucket}`);
    return storage;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where an object is kept. */
  file(...key: string[]): string {
    return path.join(this.folder, 'buckets', ...key);
  }

  async resume(): Promise<void> {
    const buckets = subfolder(this.folder, 'buckets');
    const env = {
      PATH: searchPath,
      HOME: this.folder,
      ROOT_ACCESS_KEY: access.AWS_ACCESS_KEY_ID,
      ROOT_SECRET_KEY: access.AWS_SECRET_ACCESS_KEY,
    };
    const versions = ['--versioning-dir', subfolder(this.folder, 'versions')];
    const args = ['--port', `127.0.0.1:${this.port}`, '--health', '/health', '--quiet', 'posix', ...versions, buckets];
    this.server = new Running(spawn(versitygw, args, { env }));
    await until('the S3 server answers', () => spawnSync('curl', ['-sf', `${this.endpoint}/health`]).status === 0);
  }

  async stop(): Promise<void> {
    await this.server?.stop('SIGKILL');
  }

  /** What the aws command line prints. */
  aws(...args: string[]): string {
    const env = {
      ...access,
      PATH: searchPath,
      HOME: this.folder,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    const { status, stdout, stderr } = spawnSync('aws', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }
}
