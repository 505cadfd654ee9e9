/** What provenance calls the making of our trees, and who makes them (docs/publishing.md); neither name is fetched by anything. */
export const provenanceNames = {
  buildType: 'https://bkg.dev/bkg-deploy/render/v1',
  builder: 'https://bkg.dev/bkg-deploy/publish/v1',
} as const;

/** The same of releases (docs/release.md). */
export const releaseNames = {
  buildType: 'https://bkg.dev/bkg-deploy/release/v1',
  builder: 'https://bkg.dev/bkg-deploy/publish/v1',
} as const;

/** Under which bills of materials in SPDX get names of their own. */
export const billNames = 'https://bkg.dev/bkg-deploy/spdx';
