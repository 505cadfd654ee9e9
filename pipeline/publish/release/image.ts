import type { Artifact } from '../package/artifacts';
import { chartFile, type Release } from '../package/release';
import { chartMetadata } from '../package/chart';
import { sha256 } from '../provenance/statement';

/** What a registry is to hold of a release: one layer, and a manifest whose SHA-256 is the digest of all. */
export interface Image {
  /** Below the registry: `charts/<name>`. */
  readonly repository: string;
  readonly tag: string;
  /** Part of the release, so that its digest is known without any registry. */
  readonly manifest: Artifact;
  readonly config: string;
  readonly layer: Uint8Array;
}

/** Where the sources are. */
export interface Revision {
  readonly commit: string;
  /** When it was made. */
  readonly date: string;
}

/** As Helm (https://helm.sh/docs/topics/registries) has them. */
const chartTypes = {
  config: 'application/vnd.cncf.helm.config.v1+json',
  layer: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
};

/** A layer that both Flux and Argo CD take; there is nothing to configure (OCI image-spec v1.1, "Guidelines for Artifact Usage"). */
const treeTypes = {
  config: 'application/vnd.oci.empty.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

/** The chart and the tree of one environment as a registry keeps them. */
export function imagesOf(release: Release, artifacts: readonly Artifact[], revision: Revision): [Image, Image] {
  const { name, version } = release;
  const layerOf = (file: string) => artifacts.find((one) => one.file === file)?.content as Uint8Array;
  const common = { tag: version.replace('+', '_'), annotations: annotations(release, revision) };
  return [
    image(`${name}-${version}-chart.manifest.json`, {
      ...common,
      repository: `charts/${name}`,
      config: JSON.stringify(chartMetadata(release)),
      layer: layerOf(chartFile(release)),
      types: chartTypes,
    }),
    image(`${name}-${version}-tree.manifest.json`, {
      ...common,
      repository: `trees/${name}`,
      config: '{}',
      layer: layerOf(`${name}-${version}-tree.tar.gz`),
      types: treeTypes,
    }),
  ];
}

/** The digest by which a registry knows it. */
export function digestOf({ manifest }: Image): string {
  return `sha256:${sha256(manifest.content)}`;
}

interface Parts extends Omit<Image, 'manifest'> {
  readonly types: typeof chartTypes;
  readonly annotations: Readonly<Record<string, string>>;
}

function image(file: string, { types, annotations: said, ...parts }: Parts): Image {
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: types.config === treeTypes.config ? types.layer : undefined,
    config: descriptor(types.config, Buffer.from(parts.config)),
    layers: [descriptor(types.layer, parts.layer)],
    annotations: said,
  };
  return { ...parts, manifest: { file, content: JSON.stringify(manifest) } };
}

function descriptor(mediaType: string, content: Uint8Array) {
  return { mediaType, digest: `sha256:${sha256(content)}`, size: content.length };
}

function annotations({ name, version }: Release, { commit, date }: Revision) {
  const said = { title: name, version, revision: commit, created: date };
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [`org.opencontainers.image.${key}`, value]));
}
