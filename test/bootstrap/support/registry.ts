import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { tools } from './store';

/** A chart of a test's own: what it is called, at which version, and the kinds that it brings, as `<group>/<version>/<Kind>`. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly kinds: readonly string[];
}

/** Charts in a registry as Helm reads one (OCI distribution 1.1, media types of helm.sh/docs/topics/registries), over TLS. */
export async function startRegistry(folder: string, charts: readonly Chart[]) {
  mkdirSync(folder, { recursive: true });
  const certificate = path.join(folder, 'certificate.pem');
  const key = path.join(folder, 'key.pem');
  succeed('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=registry', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  const answers = new Map(charts.flatMap((chart) => [...contentOf(folder, chart)]));
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const found =
      request.url === '/v2/' ? { type: 'application/json', body: Buffer.from('{}') } : answers.get(`${request.url}`);
    if (!found) return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.body.length,
      'docker-content-digest': digestOf(found.body),
    });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `oci://127.0.0.1:${(server.address() as AddressInfo).port}/charts`;
  return { address, certificate, stop: () => new Promise((resolve) => server.close(resolve)) };
}

type Content = readonly [path: string, { readonly type: string; readonly body: Buffer }];

/** A chart under its tag, and everything under its digest. */
function contentOf(folder: string, chart: Chart): Content[] {
  const archive = packaged(folder, chart);
  const config = Buffer.from(JSON.stringify({ apiVersion: 'v2', name: chart.name, version: chart.version }));
  const part = (mediaType: string, body: Buffer) => ({ mediaType, digest: digestOf(body), size: body.length });
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: part('application/vnd.cncf.helm.config.v1+json', config),
      layers: [part('application/vnd.cncf.helm.chart.content.v1.tar+gzip', archive)],
    }),
  );
  const root = `/v2/charts/${chart.name}`;
  return [
    [`${root}/manifests/${chart.version}`, { type, body: manifest }],
    [`${root}/manifests/${digestOf(manifest)}`, { type, body: manifest }],
    ...[config, archive].map((body): Content => [
      `${root}/blobs/${digestOf(body)}`,
      { type: 'application/octet-stream', body },
    ]),
  ];
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

/** A chart whose only object besides its definitions shows the values that it was given. */
function packaged(folder: string, { name, version, kinds }: Chart): Buffer {
  const place = path.join(folder, name);
  mkdirSync(path.join(place, 'templates'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(path.join(place, file), text);
  write('Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: ${version}\n`);
  const values =
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME"},"data":{"values":{{ .Values | toJson | quote }}}}';
  write('templates/values.yaml', values.replace('NAME', `${name}-values`));
  write('templates/definitions.yaml', kinds.map((kind) => `${JSON.stringify(definition(kind))}\n`).join('---\n'));
  succeed(path.join(tools, 'helm3'), ['package', place, '-d', path.join(place, 'out')]);
  const [archive = ''] = readdirSync(path.join(place, 'out'));
  return readFileSync(path.join(place, 'out', archive));
}

function definition(said: string) {
  const [group = '', version = '', kind = ''] = said.split('/');
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      scope: kind.startsWith('Cluster') && group.startsWith('external') ? 'Cluster' : 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}

function succeed(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}
