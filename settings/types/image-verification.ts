import type { Name, PublicKey } from './common';

/** Verification of image signatures when pods start. */
export interface ImageVerification {
  /**
   * `kyverno` refuses an image by its tag, and reads signatures of cosign 2 and 3. `policy-controller` writes the digest of a
   * tag into the pod and verifies that; with keys it reads only what `cosign sign --new-bundle-format=false` makes, and it
   * refuses images of others unless its own setting `no-match-policy` is `allow` or `warn`.
   */
  readonly engine: 'policy-controller' | 'kyverno';
  /**
   * cosign public keys, of which one has to fit; two while one replaces the other. The private one never leaves the store
   * and the release pipeline.
   * @minItems 1
   * @maxItems 2
   * @uniqueItems true
   */
  readonly publicKeys: PublicKey[];
  /**
   * Which images need that signature, such as `registry.example.org/bkg/**`: every one that the platform builds, and none of
   * somebody else.
   * @minItems 1
   */
  readonly images: ImageGlob[];
  /**
   * `warn` admits an unsigned image and says so.
   * @default "enforce"
   */
  readonly mode: 'enforce' | 'warn';
  /**
   * Address of the transparency log that has to know the signature; none is asked when left out.
   * @pattern ^https://[^\s]+$
   */
  readonly transparencyLog?: string;
  /**
   * What becomes of new pods while the engine does not answer: `refuse` starts none, whatever their image, until it is back;
   * `admit` starts them unverified, and nobody looks at them again.
   * @default "refuse"
   */
  readonly whenDown: 'refuse' | 'admit';
  /**
   * Secret with the credentials of a private registry (`kubernetes.io/dockerconfigjson`) in the namespace of Kyverno. Needed
   * by `engine: kyverno` with `secrets.pullSecret`, and used by nobody else: policy-controller takes those of the pod.
   */
  readonly registrySecret?: Name;
}

/**
 * An image reference, tag and digest included, in which `*` stands for anything but a slash and `**` for anything.
 * @pattern ^[a-zA-Z0-9_:/*.-]+$
 */
export type ImageGlob = string;
