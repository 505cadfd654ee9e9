import { at, type Data, mapOf, mapsOf } from '../access';
import { secretOf, tlsKeys } from './cert-manager-shim';
import { defaults, sets, table } from './fields';
import { condition, type Group, type Product } from './kind';
import { anySecretKey, keyed, secret } from './references';

const name = 'cert-manager.io';

const keystoreKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['jks', ['keystore.jks', 'truststore.jks']],
  ['pkcs12', ['keystore.p12', 'truststore.p12']],
]);
const extraFormats: ReadonlyMap<unknown, string> = new Map([
  ['CombinedPEM', 'tls-combined.pem'],
  ['DER', 'key.der'],
]);

function certificate(object: Data): Product[] {
  const { secretName, keystores, additionalOutputFormats } = mapOf(object.spec);
  const stores = Object.keys(mapOf(keystores)).flatMap((store) => keystoreKeys.get(store) ?? []);
  const formats = mapsOf(additionalOutputFormats).flatMap(({ item }) => extraFormats.get(item.type) ?? []);
  return secretOf(secretName, [...tlsKeys, ...stores, ...formats]);
}

/** Source: the reference of its APIs; trust-manager is a part of it. */
export const certManager: readonly Group[] = [
  {
    name,
    operator: 'cert-manager',
    kinds: {
      Certificate: {
        references: [
          { path: 'spec.issuerRef', to: [`${name}/Issuer`, `${name}/ClusterIssuer`] },
          { path: 'spec.keystores.*.passwordSecretRef', to: secret, ...keyed },
        ],
        products: certificate,
        fields: table(
          defaults({ 'spec.issuerRef.group': name, 'spec.issuerRef.kind': 'Issuer' }),
          sets(['spec.dnsNames', 'spec.usages']),
        ),
        durations: { form: 'go', fields: ['duration', 'renewBefore'] },
        readyForFlux: condition('Ready'),
      },
      ClusterIssuer: { clusterScoped: true },
      Issuer: {
        references: [
          { path: 'spec.ca', to: secret, name: 'secretName' },
          { ...anySecretKey, except: ['privateKeySecretRef'] },
        ],
        products: (object) => secretOf(at(object, ['spec', 'acme', 'privateKeySecretRef', 'name']), ['tls.key']),
      },
    },
  },
  { name: 'acme.cert-manager.io', operator: 'cert-manager', kinds: {} },
  {
    name: 'trust.cert-manager.io',
    kinds: {
      Bundle: {
        clusterScoped: true,
        products: (_, bundle) => ['/ConfigMap', '/Secret'].map((kind) => ({ kind, name: bundle, namespace: '*' })),
      },
    },
  },
];
