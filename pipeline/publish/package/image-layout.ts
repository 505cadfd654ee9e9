import { createHash } from 'node:crypto';
import { archive, type ArchiveFile, plainArchive } from './archive';

/** A folder of files as an artifact of a registry. */
export interface LaidOut {
  /** Of its manifest: what a registry knows it by. */
  readonly digest: string;
  readonly manifest: string;
  readonly config: string;
  readonly layer: Uint8Array;
  /** The image layout, as an archive. */
  readonly content: Uint8Array;
}

interface Blob {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

/** The one kind of layer that both take: Flux whatever comes first, Argo CD those of a list (argo-cd v3.1, user-guide/oci.md). */
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** What the artifact is, for people who list a registry. */
const artifactType = 'application/vnd.gitops.tree.v1';

/** Settings that an artifact does not have (OCI image-spec 1.1, manifest.md, "Guidance for an Empty Descriptor"). */
const empty = { mediaType: 'application/vnd.oci.empty.v1+json', content: '{}' };

/**
 * Files as an artifact of one layer, in the image layout of OCI (image-spec 1.1, image-layout.md) that crane, oras and skopeo
 * push. Its manifest says nothing but what the files are, so that the same files have the same digest in every version.
 */
export function imageLayout(files: readonly ArchiveFile[], version: string): LaidOut {
  const layer = { mediaType: layerType, content: archive(files) };
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    config: descriptor(empty),
    layers: [descriptor(layer)],
  });
  const manifest = { mediaType: manifestType, content: text };
  const named = { ...descriptor(manifest), annotations: { 'org.opencontainers.image.ref.name': tagOf(version) } };
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [named] };
  const content = plainArchive([
    { path: 'oci-layout', text: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', text: JSON.stringify(index) },
    ...[empty, layer, manifest].map((blob) => ({
      path: `blobs/${digestOf(blob).replace(':', '/')}`,
      text: blob.content,
    })),
  ]);
  return { digest: digestOf(manifest), manifest: text, config: empty.content, layer: layer.content, content };
}

/** A version as a tag, which has no `+`; Helm and Argo CD read `_` as one. */
function tagOf(version: string): string {
  return version.replace('+', '_');
}

function descriptor(blob: Blob) {
  return { mediaType: blob.mediaType, digest: digestOf(blob), size: Buffer.byteLength(blob.content) };
}

function digestOf({ content }: Blob): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
