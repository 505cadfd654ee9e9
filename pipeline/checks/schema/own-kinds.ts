import { type Data, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { groupOf } from '../../../kubernetes/kinds';
import type { Manifest } from '../../objects/manifest';
import { schemaOfKind } from './definitions';
import type { KnownKind, SchemaLookup } from './lookup';
import type { JsonSchema } from './validator';

/**
 * Definitions of custom resources among the objects say what the objects beside them look like, wherever they stand;
 * kinds that they define are known from nowhere else, for the cluster will serve what it is given.
 */
export function withOwnKinds(manifests: readonly Manifest[], schemas: SchemaLookup): SchemaLookup {
  const kinds = manifests.flatMap(({ object }) => kindsOf(object));
  if (kinds.length === 0) return schemas;
  const own = new Map<string, OwnKind[]>();
  for (const one of kinds) {
    const key = `${one.group}/${one.kind}`;
    own.set(key, [...(own.get(key) ?? []), one]);
  }
  const isOwn = ({ apiVersion, kind }: KnownKind) => own.has(`${groupOf(apiVersion)}/${kind}`);
  const built = new Map<string, JsonSchema | undefined>();
  let known: readonly KnownKind[] | undefined;
  return {
    kinds() {
      known ??= [...schemas.kinds().filter((one) => !isOwn(one)), ...kinds.flatMap(servedOf)];
      return known;
    },
    schemaFor(apiVersion, kind) {
      const definitions = own.get(`${groupOf(apiVersion)}/${kind}`);
      if (!definitions) return schemas.schemaFor(apiVersion, kind);
      const key = `${apiVersion} ${kind}`;
      if (!built.has(key)) built.set(key, build(apiVersion, kind, definitions, schemas));
      return built.get(key);
    },
  };
}

/** A kind as one definition has it. */
interface OwnKind {
  readonly group: string;
  readonly kind: string;
  readonly versions: ReadonlyMap<string, Data>;
}

function kindsOf(object: Data): OwnKind[] {
  if (object.kind !== 'CustomResourceDefinition' || object.apiVersion !== 'apiextensions.k8s.io/v1') return [];
  const spec = mapOf(object.spec);
  const [group, kind] = [textOf(spec.group), textOf(mapOf(spec.names).kind)];
  if (group === undefined || kind === undefined) return [];
  const versions = new Map<string, Data>();
  for (const { item } of mapsOf(spec.versions)) {
    const name = textOf(item.name);
    if (name !== undefined && item.served !== false) versions.set(name, mapOf(mapOf(item.schema).openAPIV3Schema));
  }
  return [{ group, kind, versions }];
}

function servedOf({ group, kind, versions }: OwnKind): KnownKind[] {
  return [...versions.keys()].map((version) => ({ apiVersion: `${group}/${version}`, kind }));
}

/** Where several definitions of a kind lie about, which one the cluster gets is not known: one of them has to fit. */
function build(
  apiVersion: string,
  kind: string,
  definitions: readonly OwnKind[],
  schemas: SchemaLookup,
): JsonSchema | undefined {
  const version = apiVersion.split('/')[1] ?? '';
  const found = definitions.map(({ versions }) => versions.get(version)).filter((schema) => schema !== undefined);
  const branches = found.map((schema) =>
    schemaOfKind(schema, apiVersion, kind, schemas.schemaFor('v1', 'ConfigMap') ?? {}),
  );
  const [first, ...others] = branches;
  if (!first || others.length === 0) return first;
  return { ...(first.definitions && { definitions: first.definitions }), anyOf: branches, 'x-null': 'pruned' };
}
