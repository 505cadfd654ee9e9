/** The tag and the digest of a reference. */
export function partsOfImage(image: string): { readonly tag?: string; readonly digest?: string } {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return { tag: colon < 0 ? undefined : named.slice(colon + 1), digest: at < 0 ? undefined : image.slice(at + 1) };
}
