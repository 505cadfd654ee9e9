import { byHand } from '../../../pipeline/plan/report/by-hand';
import { comparisonOf } from './planning';

const values = (...keys: string[]) => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'shop', namespace: 'shop' },
  spec: {
    secretStoreRef: { name: 'store', kind: 'SecretStore' },
    target: { name: 'shop' },
    data: keys.map((key) => ({ secretKey: key, remoteRef: { key: `shop/${key}`, property: 'value' } })),
  },
});
const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const job = (suspend: boolean) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'restore', namespace: 'shop' },
  spec: { suspend, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'one', image: 'one:1' }] } } },
});
const project = (description: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: { description, sourceRepos: ['https://example.org/shop.git'], destinations: [] },
});

const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: {
    project: 'shop',
    source: { repoURL: 'https://example.org/shop.git', path: 'gitops/production/shop', targetRevision: 'main' },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
  },
};

test('nothing changes: nothing is to be done', () => {
  expect(byHand(comparisonOf([values('a'), volume, job(true)], [values('a'), volume, job(true)]))).toEqual({
    before: [],
    after: [],
  });
});

test('values come before, and what is lost is saved before', () => {
  const { before, after } = byHand(comparisonOf([values('a'), volume], [values('a', 'b')]));
  expect(before[0]).toBe('put a value for `shop/b value` into the secret store');
  expect(before[1]).toMatch(/^save what is lost with `PersistentVolumeClaim shop\/data`: /);
  expect({ more: before.slice(2), after }).toEqual({ more: [], after: [] });
});

test('what waits to be told to is told afterwards, and one engine applies its own folder only by hand', () => {
  const shop = (...objects: object[]) => objects as Record<string, unknown>[];
  const from = { shop: shop(values('a')), argocd: shop(application, project('one')) };
  const to = { shop: shop(values('a'), job(true)), argocd: shop(application, project('two')) };
  expect(byHand(comparisonOf(from, to))).toEqual({
    before: [],
    after: [
      'apply what no engine does: `kubectl apply -k gitops/production/argocd`',
      expect.stringContaining('kubectl --namespace shop patch job restore '),
    ],
  });
  expect(byHand(comparisonOf({ shop: [] }, { shop: shop(job(false)) })).after).toEqual([]);
});
