import { createHash } from 'node:crypto';

/** Content that a registry keeps, and what it calls it. */
export interface Blob {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** What a registry knows a blob by. */
export function contentDigest(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** How a manifest or an index names a blob (OCI image-spec 1.1, descriptor.md). */
export function descriptor({ mediaType, content }: Blob) {
  return { mediaType, digest: contentDigest(content), size: Buffer.byteLength(content) };
}

/** A version as a tag, which has no `+`; Helm and Argo CD read `_` as one. */
export function tagOf(version: string): string {
  return version.replace('+', '_');
}

/** A manifest and what it names, in the image layout of OCI (image-spec 1.1, image-layout.md). */
export function layoutOf(manifest: Blob['content'], named: readonly Blob['content'][], tag: string) {
  const entry = {
    ...descriptor({ mediaType: manifestType, content: manifest }),
    annotations: { 'org.opencontainers.image.ref.name': tag },
  };
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [entry] };
  return [
    { path: 'oci-layout', text: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', text: JSON.stringify(index) },
    ...[...named, manifest].map((text) => ({ path: `blobs/${contentDigest(text).replace(':', '/')}`, text })),
  ];
}
