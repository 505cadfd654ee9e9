import type { Manifest } from '../pipeline/objects/manifest';
import { loadSchemas, type SchemaLookup } from '../pipeline/checks/schema/lookup';
import { withOwnKinds } from '../pipeline/checks/schema/own-kinds';
import { readInput } from './input';
import { UsageError } from './outcome';

/** Our schemas, and before them those of the definitions of custom resources in these files and folders. */
export function schemasWith(root: string, paths: readonly string[]): SchemaLookup {
  return withOwnKinds(paths.flatMap(definitionsIn), loadSchemas(root));
}

/** A folder without any, or with a broken one, would leave the old schemas in use without a word. */
function definitionsIn(name: string): Manifest[] {
  const { manifests, problems } = readInput([name]);
  const [broken] = problems;
  if (broken) throw new UsageError(`--schema: ${broken.file}:${broken.line}  ${broken.message}`);
  const found = manifests.filter(({ object }) => object.kind === 'CustomResourceDefinition');
  if (found.length === 0) throw new UsageError(`--schema: there is no CustomResourceDefinition in '${name}'`);
  return found;
}
