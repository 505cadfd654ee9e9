import { mapOf, textOf } from '../access';
import type { ReferenceField } from '../reference-field';
import { defaults, keyed, table } from './fields';
import type { Group, Kind } from './kind';
import { configMap, itself, secret, serviceAccount } from './references';

const kustomize = 'kustomize.toolkit.fluxcd.io';
const helm = 'helm.toolkit.fluxcd.io';
const source = 'source.toolkit.fluxcd.io';
const sources = ['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart'].map(
  (kind) => `${source}/${kind}`,
);
const dependsOn = (kind: string): ReferenceField => ({
  path: 'spec.dependsOn.*',
  to: [kind],
  namespace: 'namespace',
});

/** Flux acts as this account; with a kubeconfig, as that of another cluster. */
const impersonated: ReferenceField = {
  path: 'spec.serviceAccountName',
  to: serviceAccount,
  ...itself,
  unless: 'spec.kubeConfig',
};

const durations = (fields: string): Kind['durations'] => ({ form: 'flux', fields: fields.split(' ') });
const fetched: Kind = { durations: durations('interval timeout') };

const groups: readonly Group[] = [
  {
    name: kustomize,
    kinds: {
      Kustomization: {
        delivers: true,
        references: [
          { path: 'spec.sourceRef', to: sources, namespace: 'namespace' },
          dependsOn(`${kustomize}/Kustomization`),
          { path: 'spec.decryption.secretRef', to: secret },
          impersonated,
          { path: 'spec.postBuild.substituteFrom.*', to: [...secret, ...configMap] },
        ],
        fields: table(
          defaults({ 'spec.force': false, 'spec.suspend': false, 'spec.deletionPolicy': 'MirrorPrune' }),
          keyed('name', ['spec.dependsOn'], true),
        ),
        durations: durations('interval retryInterval timeout'),
      },
    },
  },
  {
    name: helm,
    kinds: {
      HelmRelease: {
        references: [
          { path: 'spec.chart.spec.sourceRef', to: sources, namespace: 'namespace' },
          { path: 'spec.chartRef', to: sources, namespace: 'namespace' },
          { path: 'spec.valuesFrom.*', to: [...secret, ...configMap], key: 'valuesKey' },
          impersonated,
          dependsOn(`${helm}/HelmRelease`),
        ],
        fills: ({ targetNamespace }, { metadata }) => [
          textOf(targetNamespace) ?? textOf(mapOf(metadata).namespace) ?? '',
        ],
        durations: durations('interval timeout chart.spec.interval install.timeout upgrade.timeout rollback.timeout'),
      },
    },
  },
  {
    name: source,
    kinds: {
      Bucket: fetched,
      GitRepository: {
        ...fetched,
        references: [
          { path: 'spec.secretRef', to: secret },
          { path: 'spec.verify.secretRef', to: secret },
        ],
      },
      HelmChart: fetched,
      HelmRepository: fetched,
      OCIRepository: {
        ...fetched,
        references: ['spec.secretRef', 'spec.verify.secretRef', 'spec.certSecretRef', 'spec.proxySecretRef'].map(
          (path) => ({ path, to: secret }),
        ),
      },
    },
  },
  { name: 'image.toolkit.fluxcd.io', kinds: {} },
  { name: 'notification.toolkit.fluxcd.io', kinds: {} },
];

/** Source: the reference of its APIs. */
export const flux: readonly Group[] = groups.map((group) => ({ ...group, operator: 'flux' }));
