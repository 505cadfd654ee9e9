import type { Manifest } from '../../charts/component';
import { at, type Data, listOf, mapOf, mapsOf } from '../../kubernetes/access';
import { containersOf, podOf } from '../../kubernetes/kinds';
import { referenceRules } from '../../pipeline/checks/references';
import { environment, manifest, manifests } from '../support/environments';

const names = ['dev', 'staging', 'production'];

function ofKind(objects: readonly Manifest[], kind: string): Manifest[] {
  return objects.filter((object) => object.kind === kind);
}

/** `namespace/Secret key` of everything that pods, operators and routes read. */
function reads(objects: readonly Manifest[]): Set<string> {
  const found = objects.flatMap((object) => {
    const pod = podOf(object);
    const keys = pod
      ? [
          ...containersOf(pod)
            .flatMap(({ container }) => mapsOf(container.env))
            .map(({ item }) => mapOf(mapOf(item.valueFrom).secretKeyRef))
            .map(({ name, key }) => `${name} ${key}`),
          ...mapsOf(pod.spec.volumes).flatMap(({ item }) => {
            const { secretName, items } = mapOf(item.secret);
            return items ? mapsOf(items).map(({ item: file }) => `${secretName} ${file.key}`) : [`${secretName} *`];
          }),
          ...mapsOf(pod.spec.imagePullSecrets).map(({ item }) => `${item.name} .dockerconfigjson`),
        ]
      : operated(object);
    return keys.map((key) => `${object.metadata.namespace}/${key}`);
  });
  return new Set(found);
}

/** What operators are told to read. */
function operated({ kind, spec }: Manifest): string[] {
  const pull = mapsOf(at(spec, ['imagePullSecrets'])).map(({ item }) => `${item.name} .dockerconfigjson`);
  switch (kind) {
    case 'Cluster':
      return [
        ...pull,
        ...mapsOf(at(spec, ['managed', 'roles'])).flatMap(({ item }) => {
          const { name } = mapOf(item.passwordSecret);
          return [`${name} username`, `${name} password`];
        }),
      ];
    case 'ObjectStore':
      return Object.values(mapOf(at(spec, ['configuration', 's3Credentials']))).map((reference) => {
        const { name, key } = mapOf(reference);
        return `${name} ${key}`;
      });
    case 'AlertmanagerConfig':
      return mapsOf(at(spec, ['receivers']))
        .flatMap(({ item }) => mapsOf(item.webhookConfigs))
        .map(({ item }) => mapOf(item.urlSecret))
        .map(({ name, key }) => `${name} ${key}`);
    case 'Ingress':
      return mapsOf(at(spec, ['tls'])).flatMap(({ item }) => [
        `${item.secretName} tls.crt`,
        `${item.secretName} tls.key`,
      ]);
    default:
      return pull;
  }
}

describe.each(names)('%s', (name) => {
  const env = environment(name);
  const objects = manifests(env);
  const consumers = ofKind(objects, 'ExternalSecret').filter(({ spec }) => at(spec, ['secretStoreRef']) !== undefined);

  test('every Secret has only keys that somebody in its namespace reads', () => {
    const read = reads(objects);
    expect(consumers.length).toBeGreaterThan(10);
    for (const { metadata, spec } of consumers) {
      const secret = `${metadata.namespace}/${metadata.name}`;
      const keys = Object.keys(mapOf(at(spec, ['target', 'template', 'data'])));
      const unread = keys.filter((key) => !read.has(`${secret} ${key}`) && !read.has(`${secret} *`));
      expect([secret, unread]).toEqual([secret, []]);
    }
  });

  test('values are read again within an hour, through the current API', () => {
    for (const { apiVersion, spec } of consumers) {
      expect(apiVersion).toBe('external-secrets.io/v1');
      expect(at(spec, ['refreshInterval'])).toBe('1h');
    }
    for (const kind of ['SecretStore', 'Password']) {
      for (const { apiVersion } of ofKind(objects, kind)) {
        expect(apiVersion).toBe(
          kind === 'Password' ? 'generators.external-secrets.io/v1alpha1' : 'external-secrets.io/v1',
        );
      }
    }
  });

  test('a namespace without a reader has no store, and a store serves its own namespace only', () => {
    const stores = ofKind(objects, 'SecretStore').map(({ metadata }) => metadata.namespace);
    expect(stores.sort()).toEqual([...new Set(consumers.map(({ metadata }) => metadata.namespace))].sort());
    expect(ofKind(objects, 'ClusterSecretStore')).toEqual([]);
  });
});

/** `rule Kind name` of what the checks of references find in an environment whose objects were changed. */
function findings(change: (object: Data) => void): string[] {
  const objects = structuredClone(manifests(environment('production')));
  for (const object of objects) change(object);
  const tree = objects.map((object, index) => {
    return { file: `gitops/production/${index}.yaml`, text: '', document: 0, base: [], object, pod: podOf(object) };
  });
  return referenceRules.flatMap((rule) =>
    [...rule.checkTree(tree, { minor: 35 })]
      .filter(([{ object }]) => object.kind !== 'AppProject')
      .map(([{ object }]) => `${rule.id} ${String(object.kind)} ${String(at(object, ['metadata', 'name']))}`),
  );
}

const is = (object: Data, kind: string, name: string) =>
  object.kind === kind && at(object, ['metadata', 'name']) === name;

describe('a consumer of something that nothing provides is refused', () => {
  const before = findings(() => undefined);

  test.each([
    [
      'a key that is gone',
      (object: Data) => {
        if (!is(object, 'ExternalSecret', 'cave-daemon')) return;
        delete (at(object, ['spec', 'target', 'template', 'data']) as Record<string, unknown>).BKG_DB_DSN;
      },
      'reference/key Deployment cave-daemon',
    ],
    [
      'a file that is gone',
      (object: Data) => {
        if (!is(object, 'ExternalSecret', 'audit-shipper')) return;
        const data = at(object, ['spec', 'target', 'template', 'data']) as Record<string, unknown>;
        data.credential = data.credentials;
        delete data.credentials;
      },
      'reference/key CronJob audit-shipper',
    ],
    [
      'a Secret under another name',
      (object: Data) => {
        if (is(object, 'ExternalSecret', 'key-rotation')) {
          (at(object, ['spec', 'target']) as { name: string }).name = 'rotation';
        }
      },
      'reference/secret CronJob key-rotation',
    ],
    [
      'a value that is not fetched',
      (object: Data) => {
        if (!is(object, 'ExternalSecret', 'cave-kernel')) return;
        const first = listOf(at(object, ['spec', 'data']))[0] as { secretKey: string };
        first.secretKey = 'other';
      },
      'reference/template-value ExternalSecret cave-kernel',
    ],
  ])('%s', (_name, change, expected) => {
    expect(before).not.toContain(expected);
    expect(findings(change)).toContain(expected);
  });
});

describe('settings', () => {
  const ingress = { kind: 'ingress', certificates: 'store' } as const;

  test('certificates come from the store instead of cert-manager', () => {
    const env = environment('production', { route: ingress });
    const objects = manifests(env);
    expect(ofKind(objects, 'Certificate')).toEqual([]);
    const tls = ofKind(objects, 'ExternalSecret').filter(
      ({ spec }) => at(spec, ['target', 'template', 'type']) === 'kubernetes.io/tls',
    );
    expect(tls.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort()).toEqual([
      'bkg-admin-ui/admin-ui-tls',
      'bkg-cave-daemon/cave-daemon-tls',
      'bkg-web-app/web-app-tls',
    ]);
    const named = ofKind(objects, 'Ingress').flatMap(({ metadata, spec }) =>
      mapsOf(at(spec, ['tls'])).map(({ item }) => `${metadata.namespace}/${item.secretName}`),
    );
    expect(named.sort()).toEqual(tls.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort());
  });

  test('the daemon starts without the session key, and can do without it altogether', () => {
    const variable = (jwtSecret: boolean) => {
      const daemon = manifest(
        environment('production', { daemon: { jwtSecret } }),
        'cave-daemon',
        'Deployment',
        'cave-daemon',
      );
      const env = mapsOf(at(daemon.spec, ['template', 'spec', 'containers', 0, 'env']));
      return env.map(({ item }) => item).find(({ name }) => name === 'JWT_SECRET');
    };
    expect(variable(true)).toMatchObject({ valueFrom: { secretKeyRef: { name: 'cave-daemon-jwt', optional: true } } });
    expect(variable(false)).toBeUndefined();
    const secret = manifest(environment('production'), 'secrets', 'ExternalSecret', 'cave-daemon');
    expect(JSON.stringify(secret)).not.toContain('JWT_SECRET');
  });

  test('verified images need namespaces that take part', () => {
    const imageVerification = { engine: 'policy-controller' } as const;
    const labels = (env: ReturnType<typeof environment>) =>
      ofKind(manifests(env, 'platform'), 'Namespace').map(
        ({ metadata }) => metadata.labels?.['policy.sigstore.dev/include'],
      );
    expect(new Set(labels(environment('production', { imageVerification })))).toEqual(new Set(['true']));
    // Kyverno's policy knows them by the label that all have.
    expect(new Set(labels(environment('production')))).toEqual(new Set([undefined]));
  });

  test('in development only the admin key is renewed, and before it ends', () => {
    const made = ofKind(manifests(environment('dev'), 'secrets'), 'ExternalSecret').filter(
      ({ metadata }) => metadata.namespace === 'bkg-dev-secrets',
    );
    const renewed = made.filter(({ spec }) => at(spec, ['refreshPolicy']) !== 'CreatedOnce');
    expect(renewed.map(({ metadata, spec }) => [metadata.name, at(spec, ['refreshInterval'])])).toEqual([
      ['api-admin-key', `${60 * 24}h`],
    ]);
    expect(made.length).toBeGreaterThan(10);
  });
});
