// Prints bundles that an identity has signed, and the trusted root of the first: arguments are the statement, the identity and
// its issuer. Authority, log and entries are what Sigstore's own stand-ins for its services make (@sigstore/mock); its log of
// certificates writes empty signatures with the newest asn1js, so that one is made here.
import { Buffer } from 'node:buffer';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { dsse, X509Certificate } from '@sigstore/core';
import { initializeCA, initializeTLog } from '@sigstore/mock';

const [statement, identity, issuer] = process.argv.slice(2);
const payloadType = 'application/vnd.in-toto+json';

const pair = (namedCurve = 'prime256v1') => generateKeyPairSync('ec', { namedCurve });
const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const keyId = (key) => base64(createHash('sha256').update(key).digest());
const validFor = { start: '2020-01-01T00:00:00Z' };

/** RFC 6962, section 3.2: what is signed of a certificate that is to be, and the timestamp that says so. */
function certificateLog({ publicKey, privateKey }) {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const logID = createHash('sha256').update(der).digest();
  const number = (value, length) => {
    const bytes = Buffer.alloc(length);
    bytes.writeUIntBE(value, 0, length);
    return bytes;
  };
  const time = Buffer.concat([number(0, 2), number(Date.now(), 6)]);
  const log = async (certificate, issuer) => {
    const tbs = X509Certificate.parse(Buffer.from(certificate)).tbsCertificate.toDER();
    const parts = [number(0, 2), time, number(1, 2), Buffer.from(issuer), number(tbs.length, 3), tbs, number(0, 2)];
    const signature = sign('sha256', Buffer.concat(parts), privateKey);
    const algorithm = Buffer.from([4, 3]);
    const sct = Buffer.concat([
      number(0, 1),
      logID,
      time,
      number(0, 2),
      algorithm,
      number(signature.length, 2),
      signature,
    ]);
    return Buffer.concat([number(sct.length, 2), sct]);
  };
  return { publicKey: der, logID, log };
}

async function services() {
  const [ctPair, logPair, caPair] = [pair(), pair(), pair('secp384r1')];
  const ctLog = certificateLog(ctPair);
  const log = await initializeTLog('https://rekor.example.org', logPair);
  const ca = await initializeCA(caPair, ctLog);
  const logOf = (publicKey, id) => ({
    baseUrl: 'https://rekor.example.org',
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: id },
  });
  const trustedRoot = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(log.publicKey, keyId(log.publicKey))],
    certificateAuthorities: [
      {
        subject: { organization: 'example', commonName: 'example' },
        uri: 'https://fulcio.example.org',
        certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
        validFor,
      },
    ],
    ctlogs: [logOf(ctLog.publicKey, base64(ctLog.logID))],
    timestampAuthorities: [],
  });
  return { ca, log, trustedRoot };
}

/** A bundle as cosign makes it when the CI says who we are. */
async function signed({ ca, log }) {
  const { publicKey, privateKey } = pair();
  const certificate = await ca.issueCertificate({
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
    subjectAltName: identity,
    extensions: [{ oid: '1.3.6.1.4.1.57264.1.8', value: issuer }],
  });
  const payload = Buffer.from(statement);
  const signature = base64(sign('sha256', dsse.preAuthEncoding(payloadType, payload), privateKey));
  const pem = `-----BEGIN CERTIFICATE-----\n${base64(certificate).replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  const entries = await log.log({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
      signatures: [{ signature, verifier: base64(Buffer.from(pem)) }],
    },
  });
  const [entry] = Object.values(entries);
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: base64(certificate) },
      tlogEntries: [
        {
          logIndex: String(entry.logIndex),
          logId: { keyId: base64(Buffer.from(entry.logID, 'hex')) },
          kindVersion: { kind: 'dsse', version: '0.0.1' },
          integratedTime: String(entry.integratedTime),
          inclusionPromise: { signedEntryTimestamp },
          inclusionProof: {
            logIndex: '0',
            treeSize: '1',
            rootHash: base64(Buffer.from(proof.rootHash, 'hex')),
            hashes: [],
            checkpoint: { envelope: proof.checkpoint },
          },
          canonicalizedBody: entry.body,
        },
      ],
    },
    dsseEnvelope: { payload: base64(payload), payloadType, signatures: [{ sig: signature, keyid: '' }] },
  });
}

const [ours, theirs] = [await services(), await services()];
console.log(
  JSON.stringify({
    trustedRoot: ours.trustedRoot,
    bundle: await signed(ours),
    ofOthers: await signed(theirs),
    inAnotherLog: await signed({ ...theirs, ca: ours.ca }),
    ofAnotherAuthority: await signed({ ...ours, ca: theirs.ca }),
  }),
);
