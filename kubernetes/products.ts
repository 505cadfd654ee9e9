import { at, type Data, listOf, mapOf, mapsOf, textOf } from './access';

/** An object that somebody else makes for an object in the tree. */
export interface Product {
  /** `<group>/<Kind>`. */
  readonly kind: string;
  readonly name: string;
  /** Unset: the maker's; `*` for every one. */
  readonly namespace?: string;
  /** Unset: not known, so that any key may be there. */
  readonly keys?: readonly string[];
}

const tlsKeys = ['ca.crt', 'tls.crt', 'tls.key'];
const keystoreKeys: Readonly<Record<string, readonly string[]>> = {
  jks: ['keystore.jks', 'truststore.jks'],
  pkcs12: ['keystore.p12', 'truststore.p12'],
};
const extraFormats: Readonly<Record<string, string>> = { CombinedPEM: 'tls-combined.pem', DER: 'key.der' };

/** What is made for an object of a kind, by `<group>/<Kind>`. */
const makers: Readonly<Record<string, (object: Data, name: string) => readonly Product[]>> = {
  'apps/StatefulSet': claims,
  // Applications of other namespaces may use it as well, where it lets them.
  'argoproj.io/AppProject': (_, name) => [{ kind: 'argoproj.io/AppProject', namespace: '*', name }],
  'bitnami.com/SealedSecret': sealed,
  'cert-manager.io/Certificate': certificate,
  'cert-manager.io/Issuer': (object) =>
    secretOf(at(object, ['spec', 'acme', 'privateKeySecretRef', 'name']), ['tls.key']),
  'external-secrets.io/ClusterExternalSecret': (object, name) => [
    {
      kind: '/Secret',
      namespace: '*',
      name:
        textOf(at(object, ['spec', 'externalSecretSpec', 'target', 'name'])) ??
        textOf(at(object, ['spec', 'externalSecretName'])) ??
        name,
    },
  ],
  'external-secrets.io/ExternalSecret': externalSecret,
  'gateway.networking.k8s.io/Gateway': (object) =>
    shim(
      object,
      mapsOf(at(object, ['spec', 'listeners'])).flatMap(({ item }) =>
        mapsOf(at(item, ['tls', 'certificateRefs'])).map((ref) => ref.item.name),
      ),
    ),
  'networking.k8s.io/Ingress': (object) =>
    shim(
      object,
      mapsOf(at(object, ['spec', 'tls'])).map(({ item }) => item.secretName),
    ),
  'postgresql.cnpg.io/Cluster': database,
  'trust.cert-manager.io/Bundle': (_, name) =>
    ['/ConfigMap', '/Secret'].map((kind) => ({ kind, name, namespace: '*' })),
};

/** Everything that is made for an object. */
export function productsOf(kind: string, object: Data): readonly Product[] {
  return makers[kind]?.(object, textOf(mapOf(object.metadata).name) ?? '') ?? [];
}

/** Keys that a ConfigMap or Secret has of its own. */
export function ownKeys(kind: string, object: Data): readonly string[] | undefined {
  if (kind !== '/ConfigMap' && kind !== '/Secret') return undefined;
  const token = object.type === 'kubernetes.io/service-account-token' ? ['ca.crt', 'namespace', 'token'] : [];
  return [...['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(mapOf(object[field]))), ...token];
}

function secretOf(name: unknown, keys?: readonly string[]): Product[] {
  return typeof name === 'string' && name !== '' ? [{ kind: '/Secret', name, keys }] : [];
}

function certificate(object: Data): Product[] {
  const { secretName, keystores, additionalOutputFormats } = mapOf(object.spec);
  const stores = Object.keys(mapOf(keystores)).flatMap((store) =>
    Object.hasOwn(keystoreKeys, store) ? (keystoreKeys[store] ?? []) : [],
  );
  const formats = mapsOf(additionalOutputFormats).flatMap(({ item }) => {
    const format = textOf(item.type) ?? '';
    return Object.hasOwn(extraFormats, format) ? (extraFormats[format] ?? []) : [];
  });
  return secretOf(secretName, [...tlsKeys, ...stores, ...formats]);
}

/** cert-manager makes the certificates that an Ingress or Gateway names, when annotated. */
function shim(object: Data, names: readonly unknown[]): Product[] {
  const annotations = mapOf(mapOf(object.metadata).annotations);
  const asked = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];
  return asked.some((name) => name in annotations) ? names.flatMap((name) => secretOf(name, tlsKeys)) : [];
}

function sealed(object: Data, name: string): Product[] {
  const { encryptedData, template } = mapOf(object.spec);
  return secretOf(name, [...Object.keys(mapOf(encryptedData)), ...Object.keys(mapOf(mapOf(template).data))]);
}

function externalSecret(object: Data, name: string): Product[] {
  const spec = mapOf(object.spec);
  const target = mapOf(spec.target);
  if (target.creationPolicy === 'None') return [];
  const { kind = 'Secret', apiVersion = 'v1' } = mapOf(target.manifest);
  if (apiVersion !== 'v1' || (kind !== 'Secret' && kind !== 'ConfigMap')) return [];
  const keys = target.creationPolicy === 'Merge' ? undefined : externalKeys(spec, mapOf(target.template));
  return [{ kind: `/${kind}`, name: textOf(target.name) ?? name, keys }];
}

/** The keys that a template leaves, or those fetched; unknown where only the store knows. */
function externalKeys(spec: Data, template: Data): readonly string[] | undefined {
  const templated = Object.keys(mapOf(template.data));
  if (listOf(template.templateFrom).length > 0) return undefined;
  if (templated.length > 0 && template.mergePolicy !== 'Merge') return templated;
  const fetched = fetchedKeys(spec);
  return fetched && [...templated, ...fetched];
}

/** What an ExternalSecret fetches, by the names its template knows; undefined where only the store knows. */
export function fetchedKeys(spec: Data): readonly string[] | undefined {
  const fromAll = mapsOf(spec.dataFrom).map(({ item }) => {
    const generator = mapOf(mapOf(item.sourceRef).generatorRef);
    return generator.kind === 'Password' && item.rewrite === undefined ? ['password'] : undefined;
  });
  if (fromAll.includes(undefined)) return undefined;
  const named = mapsOf(spec.data).flatMap(({ item }) => textOf(item.secretKey) ?? []);
  return [...named, ...fromAll.flatMap((keys) => keys ?? [])];
}

function claims(object: Data, name: string): Product[] {
  const { volumeClaimTemplates, replicas, ordinals } = mapOf(object.spec);
  const first = mapOf(ordinals).start;
  const start = typeof first === 'number' ? first : 0;
  const count = typeof replicas === 'number' ? Math.min(Math.max(replicas, 0), 1000) : 1;
  return mapsOf(volumeClaimTemplates).flatMap(({ item }) =>
    Array.from({ length: count }, (_, index) => ({
      kind: '/PersistentVolumeClaim',
      name: `${textOf(mapOf(item.metadata).name) ?? ''}-${name}-${start + index}`,
    })),
  );
}

const loginKeys = [
  'dbname',
  'fqdn-jdbc-uri',
  'fqdn-uri',
  'host',
  'jdbc-uri',
  'password',
  'pgpass',
  'port',
  'uri',
  'user',
  'username',
];

/** CloudNativePG: certificates, logins, an account. */
function database(object: Data, name: string): Product[] {
  const { enableSuperuserAccess, superuserSecret, bootstrap } = mapOf(object.spec);
  const ownLogin = at(bootstrap, ['initdb', 'secret', 'name']) === undefined;
  return [
    { kind: '/ServiceAccount', name },
    ...secretOf(`${name}-ca`, ['ca.crt', 'ca.key']),
    ...secretOf(`${name}-server`, ['tls.crt', 'tls.key']),
    ...secretOf(`${name}-replication`, ['tls.crt', 'tls.key']),
    ...(ownLogin ? secretOf(`${name}-app`, loginKeys) : []),
    ...(enableSuperuserAccess === true && superuserSecret === undefined
      ? secretOf(`${name}-superuser`, loginKeys)
      : []),
  ];
}

const inEvery: Readonly<Record<string, readonly string[]>> = {
  '/ConfigMap': ['kube-root-ca.crt'],
  '/ServiceAccount': ['default'],
  'scheduling.k8s.io/PriorityClass': ['system-cluster-critical', 'system-node-critical'],
  'argoproj.io/AppProject': ['default'],
};

/** What every cluster, and every namespace, has. */
export function isBuiltIn(kind: string, namespace: string, name: string): boolean {
  if (kind === 'rbac.authorization.k8s.io/Role' && namespace.startsWith('kube-')) {
    return name.startsWith('system:') || name === 'extension-apiserver-authentication-reader';
  }
  if (kind === 'rbac.authorization.k8s.io/ClusterRole') {
    return ['admin', 'cluster-admin', 'edit', 'view'].includes(name) || name.startsWith('system:');
  }
  if (inEvery[kind]?.includes(name)) return true;
  return kind === '/Service' && namespace === 'default' && name === 'kubernetes';
}
