const ssh = /^(?:ssh:\/\/)?[^/:]*?@[^@]+$/;

/**
 * An address of a repository in the form in which Argo CD compares two of them (argo-cd 3.5, util/git/git.go,
 * NormalizeGitURL), fragments aside. Empty when Go's url.Parse refuses it, so that all such addresses are the same one.
 */
export function normalizedGitUrl(url: string): string {
  let text = url.trim().toLowerCase();
  // The first colon of git@server:path would be read as that of a port.
  if (ssh.test(text) && !text.startsWith('ssh://')) text = `ssh://${text.replace(':', '/')}`;
  return (printed(text.replace(/\.git$/, '')) ?? '').replace(/^ssh:\/\//, '');
}

/** What Go's URL.String() prints of a text; undefined when url.Parse refuses it (go1.25, src/net/url/url.go). */
function printed(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- that is what is refused
  if (/[\u0000-\u001f\u007f]/.test(text)) return undefined;
  const [, head = '', tail = ''] = /^([^?#]*)(.*?)#?$/s.exec(text) ?? [];
  if (head.startsWith(':') || /%(?![0-9a-f]{2})/.test(head)) return undefined;
  const scheme = /^[a-z][a-z0-9+.-]*:/.exec(head)?.[0] ?? '';
  const rest = head.slice(scheme.length);
  if (!rest.startsWith('/')) {
    if (scheme !== '') return head + tail;
    return /^[^/]*:/.test(rest) ? undefined : pathOf(rest) + tail;
  }
  const [, authority, path = ''] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? [];
  if (authority === undefined || (scheme === '' && rest.startsWith('///'))) return scheme + pathOf(rest) + tail;
  const known = authorityOf(authority);
  if (known === undefined) return undefined;
  return `${scheme}${known + path === '' ? '' : '//'}${known}${pathOf(path)}${tail}`;
}

/** `user@host:port`; undefined for a port that is not a number, or a letter that no host has. */
function authorityOf(text: string): string | undefined {
  const [, user, host = ''] = /^(?:(.*)@)?([^@]*)$/s.exec(text) ?? [];
  const isPlain = !host.startsWith('[') && /^(?:[^[]*:\d*|[^:[]*)$/s.test(host);
  if (!(isPlain || /^\[[^\]]*\](?::\d*)?$/.test(host)) || /[\s%{}\\^`|]/.test(host)) return undefined;
  if (user !== undefined && !/^[\w.~!$&'()*+,;=:%@-]*$/.test(user)) return undefined;
  const plain = host.replace(/[^ -~]/gu, escaped);
  return user === undefined ? plain : `${user.replace(/[!'()*@]/g, escaped)}@${plain}`;
}

/** A path as it is written where every letter may stand in one, else with all escaped that need not stand there. */
function pathOf(text: string): string {
  if (/^[\w.~!$&'()*+,;=:@[\]%/-]*$/.test(text)) return text;
  const plain = text.replace(/(?:%[0-9a-f]{2})+/g, (part) => Buffer.from(part.replaceAll('%', ''), 'hex').toString());
  return plain.replace(/[^\w.~$&+,;=:@/-]/gu, escaped);
}

function escaped(letter: string): string {
  return [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
