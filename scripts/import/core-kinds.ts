import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import { assemble } from './assemble';
import type { Constraints } from './constraints';
import { Converter } from './convert';
import type { Sources } from './declarations';
import { NO_STATUS } from './overrides';
import type { KindSchema } from './resources';

const MODULE = 'cdk8s-plus-27/lib/imports/k8s';

/** The built-in kinds of Kubernetes 1.27, as cdk8s-plus-27 declares them. */
export function coreKinds(root: string, sources: Sources, constraints: Constraints): KindSchema[] {
  const script = readFileSync(path.join(root, `node_modules/${MODULE}.js`), 'utf8');
  const names = jsonNames(script);
  const converter = new Converter(sources, constraints, ({ name }, property) => {
    const json = names.get(name)?.get(property);
    if (!json) throw new Error(`cdk8s does not render "${name}.${property}"; look at toJson_${name} in ${MODULE}.js`);
    return json;
  });
  const kinds = topLevelKinds(script);
  for (const { name, ...gvk } of kinds) converter.replace(`${MODULE}#${name}Props`, (props) => asObject(gvk, props));
  return kinds.map(({ name, ...gvk }) => {
    return { ...gvk, schema: assemble(converter, converter.interface(`${MODULE}#${name}Props`)) };
  });
}

/** cdk8s declares props; the object on the wire also has its type and, mostly, a status. */
function asObject({ apiVersion, kind }: { apiVersion: string; kind: string }, props: JsonSchema): JsonSchema {
  const hasStatus = props.properties?.spec !== undefined && !NO_STATUS.has(kind);
  return {
    ...props,
    properties: {
      ...props.properties,
      apiVersion: { const: apiVersion },
      kind: { const: kind },
      ...(hasStatus ? { status: {} } : {}),
    },
    required: ['apiVersion', 'kind', ...(props.required ?? [])].sort(),
  };
}

function topLevelKinds(script: string): { name: string; apiVersion: string; kind: string }[] {
  const gvk = /^(Kube\w+)\.GVK = \{\s+apiVersion: '([^']+)',\s+kind: '([^']+)',\s+\};/gm;
  return [...script.matchAll(gvk)]
    .map(([, name = '', apiVersion = '', kind = '']) => ({ name, apiVersion, kind }))
    .filter(({ kind }) => !kind.endsWith('List'));
}

/** interface → property → name in JSON, read from the `toJson_*` functions that cdk8s itself uses. */
function jsonNames(script: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [, name = '', body = ''] of script.matchAll(/^function toJson_(\w+)\(obj\) \{([\s\S]*?)^\}/gm)) {
    const pairs = [...body.matchAll(/^ {8}'([^']+)': .*?\bobj\.(\w+)/gm)];
    found.set(name, new Map(pairs.map(([, json = '', property = '']) => [property, json])));
  }
  return found;
}
