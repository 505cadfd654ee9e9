import type { KeyObject } from 'node:crypto';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { nameOfKey, openBundle, signatureProblem } from './sign';

/** Whose signature somebody asks for. */
export type Trust = { readonly key: KeyObject } | Identity;

/** Who signed with a key that was good for minutes, as a certificate and a transparency log say. */
export interface Identity {
  /** Exactly this subject alternative name of the certificate; never a pattern. */
  readonly identity: string;
  /** Exactly this issuer, who knew them. */
  readonly issuer: string;
  /** Who may give such certificates and keep such logs: Sigstore's trusted_root.json. */
  readonly trustedRoot: string;
}

/** How people call them. */
export function nameOfTrust(trust: Trust): string {
  return 'key' in trust ? `the key SHA256:${nameOfKey(trust.key)}` : `${trust.identity} (${trust.issuer})`;
}

/** Why a bundle does not prove that they signed this statement; undefined when it does. Asks nobody. */
export function trustProblem(bundle: string, statement: string, trust: Trust): string | undefined {
  return 'key' in trust ? signatureProblem(bundle, statement, trust.key) : identityProblem(bundle, statement, trust);
}

function identityProblem(text: string, statement: string, wanted: Identity): string | undefined {
  const opened = openBundle(text, statement);
  if ('problem' in opened) return opened.problem;
  const verifier = verifierOf(wanted.trustedRoot);
  try {
    const { identity } = verifier.verify(toSignedEntity(opened.bundle));
    // Compared here, because what the library takes for a name is a regular expression.
    if (identity?.subjectAlternativeName !== wanted.identity)
      return `is signed by ${identity?.subjectAlternativeName ?? 'a key'}, not by ${wanted.identity}`;
    const issuer = identity.extensions?.issuer;
    return issuer === wanted.issuer ? undefined : `is signed by whom ${issuer} knows, not ${wanted.issuer}`;
  } catch (error) {
    // Whatever it stumbles over is in the bundle, which anybody may have written.
    return `is signed by nobody that the trusted root vouches for (${(error as Error).message})`;
  }
}

/** Whether a text is Sigstore's trusted_root.json. */
export function isTrustedRoot(text: string): boolean {
  try {
    verifierOf(text);
    return /^application\/vnd\.dev\.sigstore\.trustedroot[.+]/.test((JSON.parse(text) as TrustedRoot).mediaType);
  } catch {
    return false;
  }
}

function verifierOf(trustedRoot: string): Verifier {
  return new Verifier(toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(trustedRoot))));
}
