import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { type Data, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { schemaOfKind } from '../../pipeline/checks/schema/definitions';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import { hoist } from './hoist';
import { print } from './print';

/** Path below `imports/definitions/` → text, from the texts of published definitions; the first of a kind counts. */
export function definitionSchemas(root: string, texts: readonly string[]): Map<string, string> {
  const configMap = path.join(root, 'imports/schemas/core/v1/ConfigMap.json');
  const builtIn = JSON.parse(readFileSync(configMap, 'utf8')) as JsonSchema;
  const files = new Map<string, string>();
  for (const text of texts.filter((one) => one.includes('kind: CustomResourceDefinition'))) {
    for (const [file, schema] of loadAll(text).flatMap((document) => versionsOf(mapOf(document), builtIn)))
      if (!files.has(file)) files.set(file, print(hoist(schema)));
  }
  return files;
}

/** Every version of a definition, those that are no longer served as well: an older operator serves them. */
function versionsOf(definition: Data, builtIn: JsonSchema): [string, JsonSchema][] {
  if (definition.kind !== 'CustomResourceDefinition') return [];
  const spec = mapOf(definition.spec);
  const [group, kind] = [textOf(spec.group) ?? '', textOf(mapOf(spec.names).kind) ?? ''];
  return mapsOf(spec.versions).map(({ item }) => {
    const apiVersion = `${group}/${textOf(item.name) ?? ''}`;
    const schema = looseStatus(mapOf(mapOf(item.schema).openAPIV3Schema));
    return [`${apiVersion}/${kind}.json`, schemaOfKind(schema, apiVersion, kind, builtIn)];
  });
}

// Nobody commits a status; spelling it out would double the size of some schemas.
function looseStatus(schema: Data): Data {
  const { status, ...properties } = mapOf(schema.properties);
  const loose = { 'x-kubernetes-preserve-unknown-fields': true };
  return status === undefined ? schema : { ...schema, properties: { ...properties, status: loose } };
}
