import { type Data, mapOf, textOf } from '../../../../kubernetes/access';
import { groupKindOf, groupOf } from '../../../../kubernetes/kinds';
import type { NameSyntax } from '../../../../kubernetes/kinds/kind';
import { nameSyntaxOf } from '../../../../kubernetes/names';
import type { ObjectRule } from '../../rule';
import { wrong } from '../for-kinds';
import { type Form, forms, notValidOrEmpty } from '../forms';

const syntaxes: Readonly<Record<NameSyntax, Form>> = {
  any: { holds: () => true, wanted: '' },
  subdomain: forms.subdomain,
  label: forms.label,
  'label-1035': forms.label1035,
  'path-segment': forms.pathSegment,
};

/** Groups without stored objects: files that tools read, and questions to the API server. */
const nameless =
  /(?:^|\.)config\.k8s\.io$|^(?:admission|audit|authentication|authorization|client\.authentication|imagepolicy|kubeadm)\.k8s\.io$|^kind\.x-k8s\.io$/;

/** Something the API server could store: a kind with an object of it behind. */
function isStored(apiVersion: string, kind: string): boolean {
  return apiVersion !== '' && kind !== '' && !kind.endsWith('List') && !nameless.test(groupOf(apiVersion));
}

/** An object says what it is called. */
export const nameMissing: ObjectRule = {
  id: 'value/name-missing',
  description: 'an object without a name',
  example: '`metadata: {}`',
  appliesTo: ({ object }) => isNameless(mapOf(object.metadata)),
  *check({ object }) {
    if (!isStored(textOf(object.apiVersion) ?? '', textOf(object.kind) ?? '')) return;
    if (isNameless(mapOf(object.metadata))) yield wrong(['metadata'], 'has no name; set "name"');
  },
};

function isNameless({ name, generateName }: Data): boolean {
  return (name ?? '') === '' && (generateName ?? '') === '';
}

/** The name has the syntax that its kind asks for. */
export const nameSyntax: ObjectRule = {
  id: 'value/name',
  description: 'a name that its kind does not allow: a DNS subdomain for most, a DNS label for namespaces and services',
  example: '`name: Web_App`',
  *check({ object }, { minor }) {
    const kind = textOf(object.kind) ?? '';
    const metadata = mapOf(object.metadata);
    const [name, prefix] = [textOf(metadata.name) ?? '', textOf(metadata.generateName) ?? ''];
    const { holds, wanted } = syntaxes[nameSyntaxOf(groupKindOf(object), minor)];
    if (name !== '' && !holds(name) && isStored(textOf(object.apiVersion) ?? '', kind))
      yield wrong(['metadata', 'name'], `"${name}" is not a valid name for a ${kind}; use ${wanted}`);
    if (prefix !== '' && !holds(`${prefix.replace(/-$/, '')}a`.slice(0, prefix.length)))
      yield wrong(['metadata', 'generateName'], `"${prefix}" cannot begin the name of a ${kind}; use ${wanted}`);
  },
};

/** The namespace could exist. */
export const namespaceName: ObjectRule = {
  id: 'value/namespace',
  description: 'a namespace whose name is not a DNS label',
  example: '`namespace: web.app`',
  appliesTo: ({ object }) => (textOf(mapOf(object.metadata).namespace) ?? '') !== '',
  *check({ object }) {
    yield* notValidOrEmpty(['metadata', 'namespace'], mapOf(object.metadata).namespace, forms.label, 'namespace');
  },
};

/** Kinds whose names are put together from other fields. */
const composed: Readonly<Record<string, (spec: Data) => readonly unknown[]>> = {
  'apiextensions.k8s.io/CustomResourceDefinition': ({ names, group }) => [mapOf(names).plural, group],
  'apiregistration.k8s.io/APIService': ({ version, group }) => [version, group],
};

/** The name says what the rest says. */
export const composedName: ObjectRule = {
  id: 'value/composed-name',
  description: 'a definition or API service whose name is not made of its group and its plural or version',
  example: '`name: things` for `things.example.org`',
  appliesTo: new Set(Object.keys(composed)),
  *check({ object }) {
    const parts = composed[groupKindOf(object)]?.(mapOf(object.spec)) ?? [];
    const { name } = mapOf(object.metadata);
    const wanted = parts.join('.');
    if (parts.length > 0 && parts.every(textOf) && textOf(name) && name !== wanted)
      yield wrong(['metadata', 'name'], `must be "${wanted}"`);
  },
};
