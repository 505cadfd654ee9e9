import { createPrivateKey, createPublicKey, type KeyObject, scryptSync } from 'node:crypto';
import nacl from 'tweetnacl';

/** A text is not the key it should be; the message says why, and nothing of the key. */
export class KeyError extends Error {}

/** How cosign stores a private key: PKCS #8 in a secretbox, opened by a password through scrypt. */
interface EncryptedKey {
  readonly kdf: { readonly name: string; readonly params: { N: number; r: number; p: number }; readonly salt: string };
  readonly cipher: { readonly name: string; readonly nonce: string };
  readonly ciphertext: string;
}

/** Reads the private half of `cosign generate-key-pair`, or any ECDSA P-256 key in PEM. Throws KeyError. */
export function privateKey(pem: string, password: string): KeyObject {
  const encrypted = /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----([^-]+)-----END/.exec(pem)?.[1];
  const key = attempt('is no private key that this password opens', () =>
    encrypted === undefined
      ? createPrivateKey({ key: pem, passphrase: password })
      : createPrivateKey({ key: open(encrypted, password), format: 'der', type: 'pkcs8' }),
  );
  return p256(key);
}

/** Reads `cosign.pub`. Throws KeyError. */
export function publicKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) throw new KeyError('is a private key; only its public half is needed');
  return p256(attempt('is no public key in PEM', () => createPublicKey(pem)));
}

function open(base64: string, password: string): Buffer {
  const { kdf, cipher, ciphertext } = JSON.parse(Buffer.from(base64, 'base64').toString()) as EncryptedKey;
  if (kdf.name !== 'scrypt' || cipher.name !== 'nacl/secretbox') throw new Error('unknown encryption');
  const { N, r, p } = kdf.params;
  const key = scryptSync(password, bytes(kdf.salt), 32, { N, r, p, maxmem: 1 << 28 });
  const opened = nacl.secretbox.open(bytes(ciphertext), bytes(cipher.nonce), key);
  if (!opened) throw new Error('wrong password');
  return Buffer.from(opened);
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function attempt(message: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw new KeyError(message);
  }
}

/** The one kind of key that cosign makes; others would need another digest. */
function p256(key: KeyObject): KeyObject {
  if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  throw new KeyError('is no ECDSA P-256 key, such as cosign generate-key-pair makes');
}
