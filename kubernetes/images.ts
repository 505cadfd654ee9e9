/** The tag and the digest of a reference. */
export function partsOfImage(image: string): { readonly tag?: string; readonly digest?: string } {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return { tag: colon < 0 ? undefined : named.slice(colon + 1), digest: at < 0 ? undefined : image.slice(at + 1) };
}

/** A reference without tag and digest. */
export function repositoryOf(image: string): string {
  const { tag, digest } = partsOfImage(image);
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  return image.slice(0, image.length - suffix.length);
}
