import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KeyError, privateKey, publicKey } from '../pipeline/publish/provenance/keys';
import { UsageError } from './outcome';

/**
 * The key that signs, from `--key FILE` or, as cosign does, from the variable COSIGN_PRIVATE_KEY, opened by
 * COSIGN_PASSWORD; undefined when neither is there. Throws UsageError for what is no such key.
 */
export function signingKey(file: string | undefined): KeyObject | undefined {
  const pem = file === undefined ? process.env.COSIGN_PRIVATE_KEY : readFileSync(file, 'utf8');
  if (pem === undefined || pem === '') return undefined;
  return named(file ?? 'COSIGN_PRIVATE_KEY', () => privateKey(pem, process.env.COSIGN_PASSWORD ?? ''));
}

/** The key that signatures are checked with, from `--key FILE`. Throws UsageError for what is no such key. */
export function verifyingKey(file: string | undefined): KeyObject | undefined {
  return file === undefined ? undefined : named(file, () => publicKey(readFileSync(file, 'utf8')));
}

function named(name: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch (error) {
    if (error instanceof KeyError) throw new UsageError(`${name} ${error.message}`);
    throw error;
  }
}
