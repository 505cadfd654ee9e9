import { type Artifact, treeImage } from '../package/artifacts';
import { chartFile, type Release } from '../package/release';
import { chartMetadata } from '../package/chart';
import { contentDigest, descriptor, manifestType, tagOf } from '../package/oci';

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

/** The chart and the tree of one environment as a registry keeps them. */
export function imagesOf(release: Release, artifacts: readonly Artifact[], revision: Revision): [Image, Image] {
  const { name, version } = release;
  const chart = artifacts.find(({ file }) => file === chartFile(release))?.content as Uint8Array;
  const { manifest, config, layer } = treeImage(release);
  const tag = tagOf(version);
  return [
    { repository: `charts/${name}`, tag, ...chartImage(release, chart, revision) },
    {
      repository: `trees/${name}`,
      tag,
      manifest: { file: `${name}-${version}-tree.manifest.json`, content: manifest },
      config,
      layer,
    },
  ];
}

/** The digest by which a registry knows it. */
export function digestOf({ manifest }: Image): string {
  return contentDigest(manifest.content);
}

function chartImage(release: Release, layer: Uint8Array, revision: Revision) {
  const config = JSON.stringify(chartMetadata(release));
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor({ mediaType: chartTypes.config, content: config }),
    layers: [descriptor({ mediaType: chartTypes.layer, content: layer })],
    annotations: annotations(release, revision),
  };
  const file = `${release.name}-${release.version}-chart.manifest.json`;
  return { manifest: { file, content: JSON.stringify(manifest) }, config, layer };
}

function annotations({ name, version }: Release, { commit, date }: Revision) {
  const said = { title: name, version, revision: commit, created: date };
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [`org.opencontainers.image.${key}`, value]));
}
