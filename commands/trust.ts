import { readFileSync } from 'node:fs';
import { type Identity, isTrustedRoot, type Trust } from '../pipeline/publish/provenance/trust';
import { verifyingKey } from './keys';
import { UsageError } from './outcome';

/** Who signed without a key of their own. */
export interface IdentityOptions {
  /** Subject alternative name of the certificate, such as the URI of a workflow. */
  readonly identity?: string;
  /** Who knew them, such as https://token.actions.githubusercontent.com. */
  readonly issuer?: string;
  /** File with Sigstore's trusted root. */
  readonly trustedRoot?: string;
}

/** Whose signature somebody asks for with options: exactly one of both ways. Throws UsageError. */
export function trustOf({ key, ...options }: IdentityOptions & { readonly key?: string }): Trust {
  const identity = identityOf(options);
  const byKey = verifyingKey(key);
  if (identity && byKey) throw new UsageError('a release is signed with a key or by an identity; name one of them');
  const trust = identity ?? (byKey && { key: byKey });
  if (trust) return trust;
  throw new UsageError('whose release? say --key cosign.pub, or --identity, --issuer and --trusted-root');
}

/** The identity that options name; undefined when they name none. Throws UsageError for half of one. */
export function identityOf({ identity, issuer, trustedRoot }: IdentityOptions): Identity | undefined {
  if (identity === undefined && issuer === undefined && trustedRoot === undefined) return undefined;
  if (identity === undefined || issuer === undefined || trustedRoot === undefined)
    throw new UsageError('--identity, --issuer and --trusted-root go together');
  const root = readFileSync(trustedRoot, 'utf8');
  if (!isTrustedRoot(root)) throw new UsageError(`${trustedRoot} is not a trusted root of Sigstore`);
  return { identity, issuer, trustedRoot: root };
}
