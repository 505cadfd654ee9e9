/**
 * Verification of image signatures by sigstore's policy-controller. It refuses images that no policy matches unless its
 * own setting `no-match-policy` is `allow` or `warn`, which the images of other vendors need.
 */
export interface ImageVerification {
  /**
   * The cosign public key in PEM; the private one never leaves the release pipeline.
   * @pattern ^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?$
   */
  readonly publicKey: string;
  /**
   * Which images need that signature, such as `registry.example.org/bkg/**`.
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
}

/**
 * An image reference in which `*` stands for anything but a slash and `**` for anything.
 * @pattern ^[a-zA-Z0-9_:/*.-]+$
 */
export type ImageGlob = string;
