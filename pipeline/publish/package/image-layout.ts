import { archive, type ArchiveFile, plainArchive } from './archive';
import { descriptor, contentDigest, layoutOf, manifestType, tagOf } from './oci';

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

/** The one kind of layer that both take: Flux whatever comes first, Argo CD those of a list (argo-cd v3.1, user-guide/oci.md). */
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** What the artifact is, for people who list a registry. */
const artifactType = 'application/vnd.gitops.tree.v1';

/** Settings that an artifact does not have (OCI image-spec 1.1, manifest.md, "Guidance for an Empty Descriptor"). */
const empty = { mediaType: 'application/vnd.oci.empty.v1+json', content: '{}' };

/**
 * Files as an artifact of one layer, in the image layout that crane, oras and skopeo push. Its manifest says nothing but what the files are, so that the same files have the same digest in every version.
 */
export function imageLayout(files: readonly ArchiveFile[], version: string): LaidOut {
  const layer = { mediaType: layerType, content: archive(files) };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    config: descriptor(empty),
    layers: [descriptor(layer)],
  });
  const content = plainArchive(layoutOf(manifest, [empty.content, layer.content], tagOf(version)));
  return { digest: contentDigest(manifest), manifest, config: empty.content, layer: layer.content, content };
}
