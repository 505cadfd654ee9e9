import { at, type FieldPath, textOf } from '../kubernetes/access';
import type { Edit } from '../pipeline/publish/promotion/edit';
import type { Environment } from '../settings/types';

/** What an environment made from another one has of its own, wherever it stands: prefix, hosts, buckets, database, auth method. */
export function ownNames(source: Environment, name: string): Edit[] {
  const renamed = (path: FieldPath, fallback: (text: string) => string): Edit[] => {
    const text = textOf(at(source, path));
    return text === undefined ? [] : [{ path, to: replaceName(text, source.name, name) ?? fallback(text) }];
  };
  const { domains, objectStorage } = source;
  return [
    { path: ['namespacePrefix'], to: replaceName(source.namespacePrefix, source.name, name) ?? `bkg-${name}-` },
    ...Object.keys(domains).flatMap((host) => renamed(['domains', host], (text) => withLabel(text, name))),
    ...Object.keys(objectStorage.buckets).flatMap((bucket) =>
      renamed(['objectStorage', 'buckets', bucket], (text) => `${text}-${name}`),
    ),
    ...renamed(['database', 'managed', 'host'], (text) => `${name}-${text}`),
    ...renamed(['secrets', 'vault', 'authMount'], (text) => `${text}-${name}`),
  ];
}

/** The name in a text, where it stands as a word of its own: `bkg-staging-audit`, `api.staging.bkg.example`. */
function replaceName(text: string, from: string, to: string): string | undefined {
  const word = new RegExp(`(?<![a-z0-9])${from}(?![a-z0-9])`);
  return word.test(text) ? text.replace(word, to) : undefined;
}

/** `api.bkg.example` as `api.qa.bkg.example`. */
function withLabel(host: string, name: string): string {
  const [first = '', ...rest] = host.split('.');
  return [first, name, ...rest].join('.');
}
