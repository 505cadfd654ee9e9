import { textOf } from '../../kubernetes/access';
import { groupKindOf, groupOf } from '../../kubernetes/kinds';
import { minors } from '../../kubernetes/version';
import type { Manifest } from '../objects/manifest';
import type { Refusal } from '../problem';
import { valueRefusals } from '.';
import { checkSchema } from './schema';
import type { SchemaLookup } from './schema/lookup';
import { withOwnKinds } from './schema/own-kinds';

/** What hangs on the version of the cluster, or is said by no schema. */
const leftOut: ReadonlySet<string> = new Set([
  'schema/unknown-kind',
  'schema/not-yet',
  'schema/removed',
  'schema/too-deep',
]);

/**
 * What the newest API server that we know refuses. By schemas first: where they say something, rules about values take
 * offence at what follows from it. `definitions` say what the custom resources beside them look like.
 */
export function refusalsBy(schemas: SchemaLookup) {
  const context = { minor: minors.highest };
  const lookups = new WeakMap<readonly Manifest[], SchemaLookup>();
  return (manifest: Manifest, definitions: readonly Manifest[]): Refusal[] => {
    const lookup = lookups.get(definitions) ?? withOwnKinds(definitions, schemas);
    lookups.set(definitions, lookup);
    const found = checkSchema(manifest, lookup, context).filter(({ rule }) => !leftOut.has(rule));
    if (found.length === 0)
      return valueRefusals(manifest, context).map((message) => ({ message, isUnknownField: false, isGuess: false }));
    const isGuess = !isDefined(manifest, schemas, lookup);
    return found.map(({ path, message, rule }) => {
      const isUnknownField = rule === 'schema/unknown-field';
      // Messages about values say them.
      const isHidden = !isUnknownField && groupKindOf(manifest.object) === '/Secret';
      return { message: `"${path.join('.')}": ${isHidden ? 'is no text' : message}`, isUnknownField, isGuess };
    });
  };
}

/** API groups of Kubernetes itself (k8s.io/api 0.36); all others have definitions of their own version. */
const own =
  /^(?:[a-z]*|(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration)\.k8s\.io)$/;

/** Whether the definition is the cluster's: of Kubernetes, or among the objects. */
function isDefined({ object }: Manifest, schemas: SchemaLookup, lookup: SchemaLookup): boolean {
  const [apiVersion, kind] = [textOf(object.apiVersion) ?? '', textOf(object.kind) ?? ''];
  return own.test(groupOf(apiVersion)) || lookup.schemaFor(apiVersion, kind) !== schemas.schemaFor(apiVersion, kind);
}
