import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, wrong } from '../for-kinds';
import { forms, notPort, notValid, notValidOrEmpty } from '../forms';
import { referenceFindings } from '../metadata/references';
import { parseAddress } from '../../../../kubernetes/ip';

// Older versions have another shape, and are gone.
const ingress = { kinds: 'networking.k8s.io/Ingress', apiVersion: 'networking.k8s.io/v1' };

function rulesOf(object: Data) {
  return mapsOf(mapOf(object.spec).rules).map(({ item, index }) => ({
    rule: item,
    path: ['spec', 'rules', index],
  }));
}

function pathsOf(object: Data) {
  return rulesOf(object).flatMap(({ rule, path }) =>
    mapsOf(mapOf(rule.http).paths).map(({ item, index }) => ({
      entry: item,
      path: [...path, 'http', 'paths', index],
    })),
  );
}

/** An Ingress leads somewhere. */
export const ingressEmpty = forKinds({
  id: 'value/ingress-empty',
  description: 'an Ingress that has neither rules nor a default backend, or a rule without paths',
  example: '`spec: { ingressClassName: nginx }`',
  ...ingress,
  *check(object) {
    const { defaultBackend } = mapOf(object.spec);
    const rules = rulesOf(object);
    if (rules.length === 0 && (defaultBackend ?? null) === null)
      yield wrong(['spec'], 'leads nowhere; add "rules" or "defaultBackend"');
    for (const { rule, path } of rules) {
      const { paths } = mapOf(rule.http);
      if (Array.isArray(paths) && paths.length === 0) yield wrong([...path, 'http', 'paths'], 'is empty; add a path');
    }
  },
});

/** What is wrong with a host: a DNS name, or one with `*` in front. */
function* hostFindings(path: FieldPath, host: unknown): Generator<Finding> {
  if (typeof host !== 'string' || host === '') return;
  const name = host.startsWith('*.') ? host.slice(2) : host;
  if (!isDnsSubdomain(name)) yield wrong(path, `"${host}" is not a valid host; use a DNS name, or "*." and one`);
}

/** Hosts of rules and certificates. */
export const ingressHosts = forKinds({
  id: 'value/ingress-host',
  description: 'a host of an Ingress that is not a DNS name, with or without a star as its first label',
  example: '`host: "*"`',
  ...ingress,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      yield* hostFindings([...path, 'host'], rule.host);
      if (typeof rule.host === 'string' && parseAddress(rule.host))
        yield wrong([...path, 'host'], 'must be a DNS name, not an address');
    }
    for (const { item, index } of mapsOf(mapOf(object.spec).tls)) {
      const path = ['spec', 'tls', index];
      for (const [at, host] of listOf(item.hosts).entries()) yield* hostFindings([...path, 'hosts', at], host);
      yield* notValidOrEmpty([...path, 'secretName'], item.secretName, forms.subdomain, 'Secret name');
    }
  },
});

const unclear = ['//', '/./', '/../', '%2f', '%2F'];

/** Paths of rules. */
export const ingressPaths = forKinds({
  id: 'value/ingress-path',
  description: 'a path of an Ingress that is not absolute, is ambiguous, or has an unknown type',
  example: '`{ pathType: Prefix, path: api }`',
  ...ingress,
  *check(object) {
    for (const { entry, path } of pathsOf(object)) {
      const { pathType } = entry;
      const text = textOf(entry.path) ?? '';
      yield* notOneOf([...path, 'pathType'], pathType, ['Exact', 'Prefix', 'ImplementationSpecific']);
      const literal = pathType === 'Exact' || pathType === 'Prefix';
      if (literal ? !text.startsWith('/') : text !== '' && !text.startsWith('/'))
        yield wrong([...path, 'path'], `"${text}" is not absolute; begin with "/"`);
      const part = literal && unclear.find((one) => text.includes(one));
      if (part) yield wrong([...path, 'path'], `"${part}" makes a path ambiguous; remove it`);
      if (literal && (text.endsWith('/..') || text.endsWith('/.')))
        yield wrong([...path, 'path'], 'must not end with dots; remove them');
    }
  },
});

/** Where an Ingress leads to. */
export const ingressBackends = forKinds({
  id: 'value/ingress-backend',
  description: 'a backend that is not exactly one service, by exactly one of port name and number, or one resource',
  example: '`service: { name: web }`',
  ...ingress,
  *check(object, { minor }) {
    const { defaultBackend } = mapOf(object.spec);
    if ((defaultBackend ?? null) !== null)
      yield* backendFindings(mapOf(defaultBackend), ['spec', 'defaultBackend'], minor);
    for (const { entry, path } of pathsOf(object))
      yield* backendFindings(mapOf(entry.backend), [...path, 'backend'], minor);
  },
});

function* backendFindings({ service, resource }: Data, path: FieldPath, minor: number): Generator<Finding> {
  const [hasService, hasResource] = [(service ?? null) !== null, (resource ?? null) !== null];
  if (hasService && hasResource) yield wrong(path, 'names a service and a resource; keep one');
  else if (!hasService && !hasResource) yield wrong(path, 'leads nowhere; set "service"');
  else if (hasService) yield* serviceFindings(mapOf(service), [...path, 'service'], minor);
  else yield* referenceFindings(mapOf(resource), [...path, 'resource']);
}

function* serviceFindings({ name, port }: Data, path: FieldPath, minor: number): Generator<Finding> {
  yield* notValid([...path, 'name'], name, minor >= 36 ? forms.label : forms.label1035, 'Service name');
  const [portName, number] = [textOf(mapOf(port).name) ?? '', mapOf(port).number ?? 0];
  if (portName !== '' && number !== 0) yield wrong([...path, 'port'], 'has a name and a number; keep one');
  else if (portName === '' && number === 0) yield wrong([...path, 'port'], 'is unknown; set its name or number');
  else if (portName !== '') yield* notValid([...path, 'port', 'name'], portName, forms.portName, 'port name');
  else yield* notPort([...path, 'port', 'number'], number);
}

const annotation = 'kubernetes.io/ingress.class';

/** Which controller an Ingress is for. */
export const ingressClassName = forKinds({
  id: 'value/ingress-class-name',
  description: 'an Ingress class that is not a DNS name, or that the old annotation contradicts',
  example: '`ingressClassName: Nginx`',
  ...ingress,
  *check(object) {
    const name = textOf(mapOf(object.spec).ingressClassName);
    const old = textOf(mapOf(mapOf(object.metadata).annotations)[annotation]);
    if (name === undefined) return;
    yield* notValid(['spec', 'ingressClassName'], name, forms.subdomain, 'class name');
    if (old !== undefined && old !== name)
      yield wrong(['metadata', 'annotations', annotation], `says "${old}", the class is "${name}"; remove it`);
  },
});
