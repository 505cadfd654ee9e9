import { type Cases, fails } from './case';
import { app, pod, volume } from './pod';

const at = (field: string) => `spec.volumes.0.${field}`;
const field = (where: string, source: object) => fails('value/volume-field', at(where), volume(source as never));
const item = (fields: object) => ({ items: [{ key: 'a', path: 'a', ...fields }] });
const projected = (...sources: object[]) => ({ projected: { sources } });
const token = (fields: object) => projected({ serviceAccountToken: { path: 'token', ...fields } });
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const ephemeral = (spec: object, metadata: object = {}) => ({ ephemeral: { volumeClaimTemplate: { metadata, spec } } });
const file = (fields: object) => ({
  downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.labels' }, ...fields }] },
});
const withAccount = (source: object) => pod({ serviceAccountName: 'default', volumes: [{ name: 'data', ...source }] });

export const volumeCases: Cases = {
  failing: [
    fails('value/volume-name', at('name'), pod({ volumes: [{ name: 'web_data', emptyDir: {} }] })),
    fails('value/volume-name', at('name'), pod({ volumes: [{ name: '', emptyDir: {} }] })),
    fails(
      'value/volume-name',
      'spec.volumes.1.name',
      pod({
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'a', emptyDir: {} },
        ],
      }),
    ),
    fails('value/volume-source', at('configMap'), volume({ emptyDir: {}, configMap: { name: 'a' } })),
    field('configMap', { configMap: {} }),
    field('secret', { secret: { name: undefined } }),
    field('configMap.defaultMode', { configMap: { name: 'a', defaultMode: 777 } }),
    field('configMap.items.0.path', { configMap: { name: 'a', ...item({ path: '../a' }) } }),
    field('configMap.items.0.path', { configMap: { name: 'a', ...item({ path: '/a' }) } }),
    field('configMap.items.0.path', { configMap: { name: 'a', ...item({ path: '..a' }) } }),
    field('secret.items.0.key', { secret: { secretName: 'a', ...item({ key: '' }) } }),
    field('secret.items.0.mode', { secret: { secretName: 'a', ...item({ mode: 512 }) } }),
    field('emptyDir.sizeLimit', { emptyDir: { sizeLimit: '-1Gi' } }),
    field('persistentVolumeClaim', { persistentVolumeClaim: { claimName: '' } }),
    field('hostPath.path', { hostPath: { path: '/a/../b' } }),
    field('hostPath.path', { hostPath: { path: '' } }),
    field('hostPath.type', { hostPath: { path: '/a', type: 'Folder' } }),
    field('csi.driver', { csi: { driver: 'a b' } }),
    field('nfs.path', { nfs: { server: 'a', path: 'b' } }),
    field('nfs', { nfs: { server: '', path: '/b' } }),
    field('downwardAPI.items.0', file({ fieldRef: undefined })),
    field('downwardAPI.items.0.fieldRef.fieldPath', file({ fieldRef: { fieldPath: 'status.podIP' } })),
    field(
      'downwardAPI.items.0.resourceFieldRef',
      file({ fieldRef: undefined, resourceFieldRef: { resource: 'limits.cpu' } }),
    ),
    field('ephemeral.volumeClaimTemplate.spec', ephemeral({ ...claim, accessModes: [] })),
    field('ephemeral.volumeClaimTemplate.spec', ephemeral({ accessModes: ['ReadWriteOnce'], resources: {} })),
    field('ephemeral.volumeClaimTemplate.spec.accessModes.0', ephemeral({ ...claim, accessModes: ['RWO'] })),
    field('ephemeral.volumeClaimTemplate.metadata.name', ephemeral(claim, { name: 'a' })),
    field('projected.sources.0.serviceAccountToken.expirationSeconds', token({ expirationSeconds: 60 })),
    field('projected.sources.0.serviceAccountToken.path', token({ path: '../a' })),
    field('projected.sources.0.secret', projected({ secret: {} })),
    field('projected.sources.0.configMap', projected({ secret: { name: 'a' }, configMap: { name: 'a' } })),
    field(
      'projected.sources.1.configMap.items.0.path',
      projected({ secret: { name: 'a', ...item({}) } }, { configMap: { name: 'a', ...item({}) } }),
    ),
    field('image', { image: { pullPolicy: 'Always' } }),
    field('image.pullPolicy', { image: { reference: 'a', pullPolicy: 'Sometimes' } }),
  ].map((one) => (one.at.includes('serviceAccountToken') ? { ...one, object: withToken(one.object) } : one)),
  passing: [
    pod({
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'b', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      ],
    }),
    volume({ configMap: { name: 'a', optional: true, defaultMode: 511, ...item({ path: 'a/..b/c', mode: 0 }) } }),
    volume({ secret: { secretName: 'a' } }),
    pod({ volumes: [{ name: 'a' }, { name: 'b', configMap: null }] }),
    volume({ persistentVolumeClaim: { claimName: 'a', readOnly: true } }),
    volume({ hostPath: { path: '/a/..b', type: '' } }),
    volume({ csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true } }),
    volume({ image: { reference: 'a:1', pullPolicy: 'Always' } }),
    volume({ nfs: { server: 'a', path: '/b' } }),
    volume(ephemeral(claim, { labels: { a: 'b' } })),
    volume(file({ mode: 420 })),
    volume(projected({})),
    volume({
      downwardAPI: {
        items: [{ path: 'a', resourceFieldRef: { containerName: 'app', resource: 'limits.cpu', divisor: '1m' } }],
      },
    }),
    withAccount(token({ expirationSeconds: 600 })),
    withAccount(
      projected(
        { secret: { name: 'a' } },
        { configMap: { name: 'a', ...item({}) } },
        { downwardAPI: { items: [{ path: 'b', fieldRef: { fieldPath: 'metadata.name' } }] } },
      ),
    ),
    pod({ containers: [app({ volumeMounts: [] })], volumes: [] }),
  ],
};

/** Tokens are for pods that name their account. */
function withToken(object: object): never {
  const { spec, ...rest } = object as { spec: object };
  return { ...rest, spec: { ...spec, serviceAccountName: 'default' } } as never;
}
