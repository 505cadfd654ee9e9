import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { bundleFromJSON, bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';

/** What DSSE envelopes of in-toto statements say about themselves. */
const payloadType = 'application/vnd.in-toto+json';

/** Signs a statement's text: a Sigstore bundle with a DSSE envelope, one line of JSON, as cosign writes and reads it. */
export function signStatement(text: string, key: KeyObject): string {
  const payload = Buffer.from(text);
  const signature = sign('sha256', dsse.preAuthEncoding(payloadType, payload), key);
  const keyHint = nameOfKey(createPublicKey(key));
  const bundle = toDSSEBundle({ artifact: payload, artifactType: payloadType, signature, keyHint });
  // The bundle names the key already; cosign skips a signature whose own key id is not spelled as it spells them.
  bundle.content.dsseEnvelope.signatures = [{ keyid: '', sig: signature }];
  return `${JSON.stringify(bundleToJSON(bundle))}\n`;
}

/** Why a bundle does not prove that the key's owner signed this text; undefined when it does. */
export function signatureProblem(bundle: string, text: string, key: KeyObject): string | undefined {
  const opened = openBundle(bundle, text);
  if ('problem' in opened) return opened.problem;
  const { payload, signatures } = opened.envelope;
  const signed = dsse.preAuthEncoding(payloadType, payload);
  return signatures.some(({ sig }) => verify('sha256', signed, key, sig)) ? undefined : 'is not signed with this key';
}

/** A bundle whose envelope holds this text, or why it is none. */
export function openBundle(text: string, statement: string) {
  const bundle = bundleOf(text);
  if (bundle?.content.$case !== 'dsseEnvelope') return { problem: 'is no Sigstore bundle with a DSSE envelope' };
  const envelope = bundle.content.dsseEnvelope;
  const isAbout = envelope.payloadType === payloadType && envelope.payload.equals(Buffer.from(statement));
  return isAbout ? { bundle, envelope } : { problem: 'signs another statement' };
}

function bundleOf(text: string) {
  try {
    return bundleFromJSON(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** cosign's name for a key: the digest of its public half. */
export function nameOfKey(key: KeyObject): string {
  const der = key.export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(der).digest('base64');
}
