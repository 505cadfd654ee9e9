import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mapOf, mapsOf } from '../../../kubernetes/access';
import { authority } from '../../support/authority';
import { Api } from './api';

/** Answers of an API server by path; what is not here is 404. */
export type Answers = Readonly<Record<string, unknown>>;

const listOf = (...names: string[]) => ({ items: names.map((name) => ({ metadata: { name } })) });
const kinds = (...names: string[]) => ({ resources: names.map((kind) => ({ kind })) });

/** A cluster as staging wants it, written by hand from environments/staging.yaml and the pages of its operators. */
export const staging: Answers = {
  '/readyz': {},
  '/version': { major: '1', minor: '35+', gitVersion: 'v1.35.2' },
  '/apis/apps/v1/daemonsets': listOf('kube-proxy', 'cilium'),
  '/apis/storage.k8s.io/v1/storageclasses/encrypted': {},
  '/api/v1/namespaces/kube-system/pods?labelSelector=k8s-app=kube-dns': listOf('coredns-0'),
  '/api/v1/namespaces/envoy-gateway-system/pods?labelSelector=app.kubernetes.io/name=envoy': listOf('envoy-0'),
  '/api/v1/namespaces/cnpg-system/pods?labelSelector=app.kubernetes.io/name=cloudnative-pg': listOf('cnpg-0'),
  '/api/v1/nodes?labelSelector=bkg.dev/pool=sandbox': listOf('node-1'),
  '/apis/monitoring.coreos.com/v1': kinds(
    'Alertmanager',
    'PodMonitor',
    'Probe',
    'Prometheus',
    'PrometheusRule',
    'ServiceMonitor',
  ),
  '/apis/monitoring.coreos.com/v1alpha1': kinds('AlertmanagerConfig', 'ScrapeConfig'),
  '/apis/gateway.envoyproxy.io/v1alpha1': kinds('BackendTrafficPolicy', 'SecurityPolicy'),
  '/apis/postgresql.cnpg.io/v1': kinds('Cluster', 'ScheduledBackup', 'Pooler'),
  '/apis/external-secrets.io/v1': kinds('ExternalSecret', 'SecretStore'),
  '/apis/source.toolkit.fluxcd.io/v1': kinds('GitRepository'),
  '/apis/kustomize.toolkit.fluxcd.io/v1': kinds('Kustomization'),
  '/apis/gateway.networking.k8s.io/v1': kinds('Gateway', 'HTTPRoute'),
  '/apis/policies.kyverno.io/v1': kinds('ImageValidatingPolicy'),
  '/apis/barmancloud.cnpg.io/v1': kinds('ObjectStore'),
  '/apis/gateway.networking.k8s.io/v1/namespaces/envoy-gateway-system/gateways/public': {},
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/bkg-staging-token-reviewer': {},
  '/api/v1/namespaces/kube-system/secrets/bkg-staging-token-reviewer': {
    data: { token: base64('reviewer'), 'ca.crt': base64(authority) },
  },
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** An API server that answers what it is told to, reviews tokens of service accounts, and may keep objects as well. */
export async function startCluster(folder: string, answers: () => Answers, api = new Api()) {
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const chunks: Buffer[] = [];
    request.on('data', (part: Buffer) => chunks.push(part));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const told = url.endsWith('/tokenreviews')
        ? review(body.toString())
        : answers()[url.replace(/\?timeout=\w+$/, '')];
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      if (searchParams.get('watch') === 'true') return void watch(response, api, pathname, searchParams);
      const { status, body: answer } =
        told === undefined
          ? api.answer(request.method ?? '', new URL(request.url ?? '', 'http://localhost'), body)
          : { status: 200, body: told };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mkdirSync(folder, { recursive: true });
  const kubeconfig = path.join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    `apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: c, cluster: {server: "${address}"}}]\n` +
      'contexts: [{name: c, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {}}]\n',
  );
  return { address, kubeconfig, stop: () => stopped(server) };
}

/** Those who watch would keep it up. */
function stopped(server: Server): Promise<unknown> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  return closed;
}

/** All that there is, as new; changes come to nobody, since whoever waits here finds at once what it waits for. */
function watch(response: ServerResponse, api: Api, path: string, parameters: URLSearchParams): void {
  parameters.delete('watch');
  const { body } = api.answer('GET', new URL(`${path}?${parameters.toString()}`, 'http://localhost'));
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const { item: object } of mapsOf(mapOf(body).items))
    response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
  response.flushHeaders();
}

interface Claims {
  readonly aud: readonly string[];
  readonly sub: string;
}

/** What the API server says of a token that it has issued itself (authentication.k8s.io/v1). */
function review(body: string) {
  const { spec } = JSON.parse(body) as { spec: { token: string; audiences?: string[] } };
  const claims = JSON.parse(Buffer.from(spec.token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    status: {
      authenticated: true,
      audiences: claims.aud,
      user: { username: claims.sub, uid: 'u-1', groups: ['system:serviceaccounts'] },
    },
  };
}

/** A token of a service account in the form of the API server's; its signature is what only that could judge. */
export function serviceAccountToken(namespace: string, name: string, audience = 'vault'): string {
  const part = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const claims = {
    aud: [audience],
    exp: 4_102_444_800,
    iat: 1_700_000_000,
    nbf: 1_700_000_000,
    iss: 'https://kubernetes.default.svc',
    sub: `system:serviceaccount:${namespace}:${name}`,
    'kubernetes.io': { namespace, serviceaccount: { name, uid: 'u-1' } },
  };
  return `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
}
