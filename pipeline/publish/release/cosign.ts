import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from './program';

/** Who signs: a key, by file or by URI of a store (`awskms://…`, `hashivault://…`), or whoever the CI says we are. */
export interface Signer {
  /** @default - a key for minutes, with a certificate of the identity, in a transparency log */
  readonly key?: string;
  /** @default - COSIGN_PASSWORD */
  readonly password?: string;
}

/** What a signature of an image is checked with, as arguments of cosign's. */
export type Check = readonly string[];

/** Signs a statement, byte for byte; returns the bundle. Throws ProgramError. */
export function signWithCosign(statement: string, signer: Signer): string {
  return inFolder((folder) => {
    const [file, bundle] = [path.join(folder, 'statement'), path.join(folder, 'bundle')];
    writeFileSync(file, statement);
    cosign(['attest-blob', '--statement', file, '--bundle', bundle, ...options(signer)], signer);
    return readFileSync(bundle, 'utf8');
  });
}

/** Signs an image of a registry by digest, and attests its provenance. Throws ProgramError. */
export function signImage(image: string, predicate: unknown, signer: Signer): void {
  cosign(['sign', ...options(signer), image], signer);
  inFolder((folder) => {
    const file = path.join(folder, 'predicate');
    writeFileSync(file, JSON.stringify(predicate));
    cosign(['attest', '--type', 'slsaprovenance1', '--predicate', file, ...options(signer), image], signer);
  });
}

/** Asks cosign whether an image has both, as consumers do. Throws ProgramError. */
export function verifyImage(image: string, check: Check): void {
  cosign(['verify', ...check, image]);
  cosign(['verify-attestation', '--type', 'slsaprovenance1', ...check, image]);
}

/** The public half of a key, in PEM. Throws ProgramError. */
export function publicHalf({ key = '', password }: Signer): string {
  return cosign(['public-key', '--key', key], { password });
}

/** Makes a pair of keys in a folder: `cosign.key`, `cosign.pub`. Throws ProgramError. */
export function makeKeys(folder: string, password: string): void {
  cosign(['generate-key-pair'], { password }, folder);
}

/** With a key of one's own, nothing is uploaded to a transparency log, which would tell everybody of it. */
function options({ key }: Signer): string[] {
  return ['--yes', ...(key === undefined ? [] : ['--key', key, '--use-signing-config=false', '--tlog-upload=false'])];
}

function cosign(args: readonly string[], { password }: Signer = {}, cwd?: string): string {
  return runProgram('cosign', args, { cwd, env: password === undefined ? {} : { COSIGN_PASSWORD: password } });
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-sign-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
