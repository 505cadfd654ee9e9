import type { Construct } from 'constructs';
import type { ExternalSecret, Password } from '../../imports';
import type { Environment } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { KubeRole, KubeRoleBinding } from '../constructs/k8s';
import { namespaceOf, type Place } from '../places';
import { pathsByPlace } from './access';
import { type ConsumerSecret, valuesOf } from './consumers';
import { remoteKey } from './remote';
import type { Format, Source } from './source';
import { sources } from './sources';
import { readerAccount } from './store';

/**
 * The store of a development environment: a namespace of Secrets, each made once by a generator and then kept.
 * Consumers read it like any other store, each namespace only what it needs.
 */
export function addGeneratedStore(scope: Construct, env: Environment, consumers: readonly ConsumerSecret[]): void {
  const namespace = namespaceOf(env, 'secrets');
  customResource<Password>(scope, 'generator', {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name: 'alphanumeric', namespace },
    spec: { length: 48, digits: 10, symbols: 0, noUpper: false, allowRepeat: true },
  });
  const values = consumers.flatMap(({ keys }) => keys.flatMap(valuesOf));
  for (const path of new Set(values.map((value) => value.path))) {
    const properties = values.filter((value) => value.path === path);
    addGenerated(scope, namespace, remoteKey(env, path), properties, renewed[path]);
  }
  for (const [place, paths] of pathsByPlace(consumers)) addReader(scope, env, place, paths);
}

/**
 * Replaced long before its 90 days end; the CronJob `key-rotation` gives the new one to the database. Everything else
 * is made once, because nothing takes up a new value by itself.
 */
const renewed: Readonly<Record<string, string>> = { [sources.adminKey.path]: `${60 * 24}h` };

function addGenerated(
  scope: Construct,
  namespace: string,
  name: string,
  values: readonly Source[],
  refreshInterval: string | undefined,
): void {
  customResource<ExternalSecret>(scope, `generated-${name}`, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      ...(refreshInterval ? { refreshPolicy: 'Periodic', refreshInterval } : { refreshPolicy: 'CreatedOnce' }),
      target: {
        name,
        creationPolicy: 'Owner',
        template: {
          engineVersion: 'v2',
          data: Object.fromEntries(values.map(({ property, format }) => [property, generated(format)])),
        },
      },
      dataFrom: [
        {
          sourceRef: {
            generatorRef: {
              apiVersion: 'generators.external-secrets.io/v1alpha1',
              kind: 'Password',
              name: 'alphanumeric',
            },
          },
        },
      ],
    },
  });
}

function generated(format: Format): string {
  if (typeof format === 'object') return 'constant' in format ? format.constant : '';
  return format === 'base64-key' ? '{{ .password | trunc 32 | b64enc }}' : '{{ .password }}';
}

/** Lets one namespace's reader get exactly the Secrets its consumers are made from. */
function addReader(scope: Construct, env: Environment, place: Place, paths: readonly string[]): void {
  const namespace = namespaceOf(env, 'secrets');
  const name = `read-${place}`;
  new KubeRole(scope, `role-${place}`, {
    metadata: { name, namespace },
    rules: [
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: paths.map((path) => remoteKey(env, path)),
        verbs: ['get'],
      },
    ],
  });
  new KubeRoleBinding(scope, `binding-${place}`, {
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: readerAccount, namespace: namespaceOf(env, place) }],
  });
}
