import type { Data } from '../../../kubernetes/access';
import { isClusterScoped } from '../../../kubernetes/kinds';

/** A kind that the stand-in has. */
interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const always: readonly Pick<Resource, 'apiVersion' | 'kind'>[] = [
  ...['ConfigMap', 'Endpoints', 'Namespace', 'PersistentVolumeClaim', 'Secret', 'Service'].map((kind) => ({
    apiVersion: 'v1',
    kind,
  })),
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
  { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
];

/** `ConfigMap` is configmaps, `NetworkPolicy` networkpolicies. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  return name.endsWith('s') ? (name === 'endpoints' ? name : `${name}es`) : name.replace(/y$/, 'ie') + 's';
}

/** What an API server says of its kinds: `metav1.APIGroupList`, `APIResourceList`, and its description. */
export class Discovery {
  readonly resources: readonly Resource[];
  private readonly versions: readonly string[];

  /** `objects` are of the kinds that there are besides those that every test has. */
  constructor(objects: readonly Data[]) {
    const kinds = new Map(
      [...always, ...objects].map(({ apiVersion, kind }) => [
        `${String(apiVersion)}/${String(kind)}`,
        [apiVersion, kind],
      ]),
    );
    this.resources = [...kinds.values()].map(([version, name]) => {
      const [apiVersion, kind] = [String(version), String(name)];
      return { apiVersion, kind, plural: pluralOf(kind), namespaced: !isClusterScoped(apiVersion, kind) };
    });
    this.versions = [...new Set(this.resources.map(({ apiVersion }) => apiVersion))];
  }

  /** The resource that a path is about. */
  resourceOf(path: string): Resource | undefined {
    return this.resources.find(({ apiVersion, plural }) =>
      new RegExp(`^${rootOf(apiVersion)}/(?:namespaces/[^/]+/)?${plural}(?:/[^/]+)?$`).test(path),
    );
  }

  page(path: string): Data | undefined {
    if (path === '/version') return { major: '1', minor: '36', gitVersion: 'v1.36.0' };
    if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
    if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: this.groups() };
    if (path === '/openapi/v3') {
      const paths = this.versions.map((one) => [
        rootOf(one).slice(1),
        { serverRelativeURL: `/openapi/v3${rootOf(one)}` },
      ]);
      return { paths: Object.fromEntries(paths) };
    }
    const version = this.versions.find((one) => path.endsWith(rootOf(one)));
    if (version === undefined) return undefined;
    return path.startsWith('/openapi') ? this.description(version) : this.list(version);
  }

  private list(groupVersion: string): Data {
    const own = this.resources.filter(({ apiVersion }) => apiVersion === groupVersion);
    const resources = own.map(({ kind, plural, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: ['delete', 'get', 'list', 'patch'],
    }));
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
  }

  private groups(): Data[] {
    const named = this.versions.filter((version) => version.includes('/'));
    return [...new Set(named.map((version) => version.split('/')[0]))].map((name) => {
      const own = named.filter((one) => one.startsWith(`${name}/`));
      const versions = own.map((one) => ({ groupVersion: one, version: one.split('/')[1] }));
      return { name, versions, preferredVersion: versions[0] };
    });
  }

  /** So much of it that kubectl sees that the API server checks fields by itself. */
  private description(groupVersion: string): Data {
    const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
    const own = this.resources.filter(({ apiVersion }) => apiVersion === groupVersion);
    const parameters = ['dryRun', 'fieldValidation'].map((name) => ({ name, in: 'query' }));
    const paths = own.map(({ kind, plural }) => [
      `${rootOf(groupVersion)}/${plural}/{name}`,
      { patch: { parameters, 'x-kubernetes-group-version-kind': { group, version, kind }, responses: {} } },
    ]);
    return { openapi: '3.0.0', info: { title: 'stand-in', version: '1' }, paths: Object.fromEntries(paths) };
  }
}

/** Where the kinds of a version are. */
export function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
