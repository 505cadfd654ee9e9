/** The tag and the digest of a reference. */
export function partsOfImage(image: string): { readonly tag?: string; readonly digest?: string } {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return { tag: colon < 0 ? undefined : named.slice(colon + 1), digest: at < 0 ? undefined : image.slice(at + 1) };
}

/**
 * A glob of image references as a regular expression for the whole of one: `*` stands for anything but a slash, `**` for
 * anything (sigstore's policy-controller, pkg/apis/glob/glob.go).
 */
export function imagePattern(glob: string): string {
  const part = (text: string) => ({ '**': '.*', '*': '[^/]*', '.': '[.]' })[text] ?? text;
  return `^${glob.replace(/\*\*|\*|\./g, part)}$`;
}

/** Registry and name, without what says which release it is. */
export function repositoryOf(image: string): string {
  const { tag, digest } = partsOfImage(image);
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  return image.slice(0, image.length - suffix.length);
}
