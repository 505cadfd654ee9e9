import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Data } from '../../../kubernetes/access';
import { mapOf, textOf } from '../../../kubernetes/access';
import { Discovery, rootOf } from './discovery';
import { type Admission, type Status, Store } from './store';

/** What a client asked for. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** An API server: discovery, reading, lists by label, server-side apply, and dry runs of patches. Nothing else is done. */
export class KubernetesStandIn {
  readonly asked: Asked[] = [];
  readonly store: Store;
  /** Decides who may do what; everything is allowed otherwise. */
  forbids: (asked: Asked) => string | undefined = () => undefined;
  address = '';
  private readonly server = createServer((request, response) => void this.serve(request, response));

  private readonly discovery: Discovery;

  /** With the kinds of some objects besides those that it always has. */
  constructor(admit: Admission = () => undefined, objects: readonly Data[] = []) {
    this.store = new Store(admit);
    this.discovery = new Discovery(objects);
  }

  async start(kubeconfig: string): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'stand-in',
      clusters: [{ name: 'c', cluster: { server: this.address } }],
      contexts: [{ name: 'stand-in', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
      users: [{ name: 'u', user: {} }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Where an object is. */
  pathOf({ apiVersion, kind, metadata }: Data): string {
    const resource = this.discovery.resources.find((one) => one.kind === kind && one.apiVersion === apiVersion);
    if (!resource) throw new Error(`there is no kind ${String(apiVersion)} ${String(kind)}`);
    const { name, namespace } = mapOf(metadata);
    const place = resource.namespaced ? `namespaces/${String(namespace)}/` : '';
    return `${rootOf(resource.apiVersion)}/${place}${resource.plural}/${String(name)}`;
  }

  /** Objects that somebody has applied. */
  has(manager: string, ...objects: readonly Data[]): void {
    for (const object of objects) this.store.apply(this.pathOf(object), manager, object, true, false);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://api');
    const asked = { method: request.method ?? '', path: decodeURIComponent(url.pathname), query: url.searchParams };
    const body = await bodyOf(request);
    this.asked.push(asked);
    const answer = this.answer(asked, request.headers['content-type'] ?? '', body);
    const isStatus = 'code' in answer;
    response.writeHead(isStatus ? (answer as Status).code : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(isStatus ? { apiVersion: 'v1', kind: 'Status', status: 'Failure', ...answer } : answer),
    );
  }

  private answer(asked: Asked, type: string, body: string): Data | Status {
    const { method, path, query } = asked;
    const page = method === 'GET' ? this.discovery.page(path) : undefined;
    if (page) return page;
    const resource = this.discovery.resourceOf(path);
    if (!resource)
      return { code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' };
    const forbidden = this.forbids(asked);
    if (forbidden !== undefined) return { code: 403, reason: 'Forbidden', message: forbidden };
    if (method === 'GET')
      return this.get(path, query, resource.plural, { apiVersion: resource.apiVersion, kind: `${resource.kind}List` });
    const isDryRun = query.get('dryRun') === 'All';
    const missing = this.missingNamespace(path);
    if (missing !== undefined) return { code: 404, reason: 'NotFound', message: `namespaces "${missing}" not found` };
    const object = JSON.parse(body) as Data;
    if (method === 'POST' && isDryRun)
      return this.store.tryPatch(`${path}/${String(mapOf(object.metadata).name)}`, object);
    if (method !== 'PATCH') return { code: 405, reason: 'MethodNotAllowed', message: `nobody does ${method} here` };
    if (!type.startsWith('application/apply-patch')) return this.store.tryPatch(path, object);
    const [manager, isForced] = [query.get('fieldManager') ?? '', query.get('force') === 'true'];
    return this.store.apply(path, manager, object, isForced, isDryRun);
  }

  private get(path: string, query: URLSearchParams, plural: string, list: Data): Data | Status {
    if (!path.endsWith(`/${plural}`)) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const gone = { code: 404, reason: 'NotFound', message: `${plural} "${name}" not found` };
      return this.store.read(path) ?? gone;
    }
    const folder = new RegExp(`^${path.replace(new RegExp(`${plural}$`), `(namespaces/[^/]+/)?${plural}/[^/]+$`)}`);
    const wanted = (query.get('labelSelector') ?? '').split(',').filter((one) => one !== '');
    const items = this.store.below(folder).filter((object) => wanted.every((one) => isSelected(object, one)));
    return { ...list, metadata: { resourceVersion: '1' }, items };
  }

  private missingNamespace(path: string): string | undefined {
    const [, name] = /\/namespaces\/([^/]+)\/./.exec(path) ?? [];
    return name !== undefined && !this.store.read(`/api/v1/namespaces/${name}`) ? name : undefined;
  }
}

function isSelected(object: Data, requirement: string): boolean {
  const [name = '', value] = requirement.split('=');
  const label = textOf(mapOf(mapOf(object.metadata).labels)[name]);
  return value === undefined ? label !== undefined : label === value;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
