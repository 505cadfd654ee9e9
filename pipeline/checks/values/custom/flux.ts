import { mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { forKinds, repeated, wrong } from '../for-kinds';

const kustomization = 'kustomize.toolkit.fluxcd.io/Kustomization';

/** What a Kustomization waits for. */
export const fluxDependencies = forKinds({
  id: 'value/flux-dependency',
  description: 'a Flux object that waits for itself, or for the same one twice',
  example: '`dependsOn: [{ name: web }]` in `web`',
  kinds: `${kustomization} helm.toolkit.fluxcd.io/HelmRelease`,
  *check(object) {
    const { name, namespace = '' } = mapOf(object.metadata);
    const entries = mapsOf(mapOf(object.spec).dependsOn).map(({ item, index }) => ({
      key: `${textOf(item.namespace) || String(namespace)}/${String(item.name)}`,
      path: ['spec', 'dependsOn', index],
    }));
    for (const { key, path } of entries)
      if (key === `${String(namespace)}/${String(name)}`) yield wrong(path, 'waits for itself; remove it');
    yield* repeated(entries, () => 'is there already; remove it');
  },
});

/** Where a Kustomization applies. */
export const fluxKubeConfig = forKinds({
  id: 'value/flux-kubeconfig',
  description: 'a Flux object for another cluster without exactly one way to reach it',
  example: '`kubeConfig: {}`',
  kinds: kustomization,
  *check(object) {
    const { kubeConfig } = mapOf(object.spec);
    if ((kubeConfig ?? null) === null) return;
    const ways = ['configMapRef', 'secretRef'].filter((field) => mapOf(kubeConfig)[field] !== undefined);
    if (ways.length !== 1)
      yield wrong(['spec', 'kubeConfig'], `needs exactly one of "configMapRef" and "secretRef", not ${ways.length}`);
  },
});

/** What a source follows. */
export const fluxReference = forKinds({
  id: 'value/flux-account',
  description: 'a service account for a Git provider that does not use one',
  example: '`{ provider: generic, serviceAccountName: flux }`',
  kinds: 'source.toolkit.fluxcd.io/GitRepository',
  *check(object) {
    const { serviceAccountName, provider } = mapOf(object.spec);
    if (serviceAccountName !== undefined && provider !== 'azure')
      yield wrong(['spec', 'serviceAccountName'], 'is for the provider "azure" only; remove it');
  },
});
