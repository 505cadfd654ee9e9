import { listOf, mapOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import { parseAddress } from '../../../../kubernetes/ip';
import { goMilliseconds } from '../../../../kubernetes/durations';
import { forKinds, wrong } from '../for-kinds';

const kinds = 'cert-manager.io/Certificate';
const names = ['dnsNames', 'uris', 'emailAddresses', 'ipAddresses', 'otherNames'];
const minute = 60_000;

/** Who a certificate is for. */
export const certificateNames = forKinds({
  id: 'value/certificate-name',
  description: 'a certificate without any name, with an invalid one, or with a common name of more than 64 characters',
  example: '`spec: { secretName: tls, issuerRef: … }`',
  kinds,
  *check(object) {
    const spec = mapOf(object.spec);
    const common = textOf(spec.commonName) ?? '';
    const named = common !== '' || textOf(spec.literalSubject) || names.some((field) => listOf(spec[field]).length > 0);
    if (!named) yield wrong(['spec'], 'has no name; add "dnsNames"');
    if (common.length > 64) yield wrong(['spec', 'commonName'], 'has more than 64 characters; use "dnsNames"');
    for (const [index, name] of listOf(spec.dnsNames).entries()) {
      const host = typeof name === 'string' ? name.replace(/^\*\./, '').toLowerCase() : undefined;
      if (host !== undefined && !isDnsSubdomain(host))
        yield wrong(['spec', 'dnsNames', index], `"${String(name)}" is not a valid DNS name`);
    }
    for (const [index, address] of listOf(spec.ipAddresses).entries())
      if (typeof address === 'string' && !parseAddress(address))
        yield wrong(
          ['spec', 'ipAddresses', index],
          `"${address}" is not a valid IP address, and cert-manager refuses it`,
        );
  },
});

/** How long a certificate lasts. */
export const certificateTimes = forKinds({
  id: 'value/certificate-duration',
  description: 'a certificate of less than an hour, or one that is renewed before it is made',
  example: '`{ duration: 24h, renewBefore: 48h }`',
  kinds,
  *check(object) {
    const { duration, renewBefore, renewBeforePercentage } = mapOf(object.spec);
    const lasts = goMilliseconds(textOf(duration) ?? '') ?? 90 * 24 * 60 * minute;
    const before = goMilliseconds(textOf(renewBefore) ?? '');
    if (lasts < 60 * minute) yield wrong(['spec', 'duration'], 'must be at least an hour');
    if (before !== undefined && before < 5 * minute)
      yield wrong(['spec', 'renewBefore'], 'must be at least five minutes');
    if (before !== undefined && before >= lasts)
      yield wrong(['spec', 'renewBefore'], `must be shorter than "duration", ${textOf(duration) ?? '90 days'}`);
    if (before !== undefined && typeof renewBeforePercentage === 'number')
      yield wrong(['spec', 'renewBeforePercentage'], 'excludes "renewBefore"; keep one');
  },
});

const keySizes: Readonly<Record<string, (size: number) => boolean>> = {
  ECDSA: (size) => [256, 384, 521].includes(size),
  Ed25519: () => true,
  RSA: (size) => size >= 2048 && size <= 8192,
};

/** The key of a certificate. */
export const certificateKey = forKinds({
  id: 'value/certificate-key',
  description: 'a private key with a size that its algorithm does not allow',
  example: '`{ algorithm: ECDSA, size: 2048 }`',
  kinds,
  *check(object) {
    const { algorithm, size } = mapOf(mapOf(object.spec).privateKey);
    const name = textOf(algorithm) || 'RSA';
    if (typeof size === 'number' && size > 0 && keySizes[name]?.(size) === false)
      yield wrong(['spec', 'privateKey', 'size'], `${name} has no keys of ${size} bits; remove it for the default`);
  },
});
