import { type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Context, Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { addressFindings } from '../network/legacy-address';
import { forPods, isSet } from './scope';

/** Namespaces of the node and of the pod exclude each other. */
export const hostNamespaces = forPods({
  id: 'value/host-namespace',
  description: 'a user namespace beside namespaces of the node, or `shareProcessNamespace` beside `hostPID`',
  example: '`{ hostUsers: false, hostNetwork: true }`',
  *check({ spec, path, containers }) {
    if (spec.shareProcessNamespace === true && spec.hostPID === true)
      yield wrong([...path, 'shareProcessNamespace'], 'cannot be true under "hostPID"; remove one of them');
    if (spec.hostUsers !== false) return;
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[field] === true)
        yield wrong([...path, field], 'cannot be true while "hostUsers" is false; remove one of them');
    for (const { container, path: here } of containers)
      if (listOf(container.volumeDevices).length > 0)
        yield wrong([...here, 'volumeDevices'], 'cannot be used while "hostUsers" is false; remove one of them');
  },
});

/** What a pod calls itself. */
export const hostnameOverride = forPods({
  id: 'value/hostname-override',
  description:
    'a `hostnameOverride` that is not a DNS name of at most 64 characters, or that contradicts another field',
  example: '`{ hostnameOverride: a, hostNetwork: true }`',
  *check({ spec, path }) {
    if (!isSet(spec.hostnameOverride)) return;
    const field = [...path, 'hostnameOverride'];
    const name = textOf(spec.hostnameOverride);
    if (name !== undefined && (name.length > 64 || !isDnsSubdomain(name)))
      yield wrong(field, `"${name}" is not a valid host name; use lower-case letters, digits, "-" and ".", at most 64`);
    for (const other of ['setHostnameAsFQDN', 'hostNetwork'])
      if (spec[other] === true) yield wrong(field, `excludes "${other}"; remove one of them`);
  },
});

/** Lines of the hosts file. */
export const hostAliases = forPods({
  id: 'value/host-alias',
  description: 'a host alias with an invalid or repeated address, or with names that are not DNS names',
  example: '`hostAliases: [{ ip: localhost, hostnames: [db] }]`',
  *check({ spec, path, context }) {
    const aliases = mapsOf(spec.hostAliases);
    for (const { item, index } of aliases) {
      const here = [...path, 'hostAliases', index];
      yield* addressFindings([...here, 'ip'], item.ip ?? '', context.minor);
      for (const [at, name] of listOf(item.hostnames).entries())
        yield* notValid([...here, 'hostnames', at], name, forms.subdomain, 'host name');
    }
    yield* repeated(
      aliases.map(({ item, index }) => ({ key: textOf(item.ip), path: [...path, 'hostAliases', index] })),
      (ip) => `there are names for "${ip}" already; put all into one entry`,
    );
  },
});

/** Where names are looked up. */
export const dnsConfig = forPods({
  id: 'value/dns-config',
  description: 'invalid or too many name servers, invalid search domains, or no name server where the policy is `None`',
  example: '`dnsPolicy: None` without `dnsConfig`',
  *check({ spec, path, context }) {
    const { nameservers, searches, options } = mapOf(spec.dnsConfig);
    const here = [...path, 'dnsConfig'];
    if (spec.dnsPolicy === 'None' && listOf(nameservers).length === 0)
      yield wrong([...path, 'dnsPolicy'], '"None" needs name servers; set "dnsConfig.nameservers"');
    if (listOf(nameservers).length > 3) yield wrong([...here, 'nameservers'], 'has more than 3 entries; remove some');
    for (const [index, server] of listOf(nameservers).entries())
      yield* addressFindings([...here, 'nameservers', index], server, context.minor);
    yield* searchFindings(listOf(searches), [...here, 'searches'], context);
    for (const { item, index } of mapsOf(options))
      if ((item.name ?? '') === '') yield wrong([...here, 'options', index], 'has no name; set it');
  },
});

const underscored = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:\._?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/;
// RelaxedDNSSearchValidation is on by default since then.
const relaxedSince = 33;

function* searchFindings(searches: readonly unknown[], path: FieldPath, { minor }: Context): Generator<Finding> {
  if (searches.length > 32) yield wrong(path, 'has more than 32 domains; remove some');
  if (searches.join(' ').length > 2048) yield wrong(path, 'has more than 2048 characters; remove some domains');
  for (const [index, search] of searches.entries()) {
    if (typeof search !== 'string') continue;
    const domain = search.endsWith('.') ? search.slice(0, -1) : search;
    const relaxed = minor >= relaxedSince && (search === '.' || (domain.length <= 253 && underscored.test(domain)));
    if (!relaxed && !isDnsSubdomain(domain)) yield wrong([...path, index], `"${search}" is not a valid domain`);
  }
}
