import { existsSync, readFileSync } from 'node:fs';
import { mapOf } from '../../kubernetes/access';
import { readYaml } from '../../pipeline/yaml/read';
import type { Environment, Operator } from '../../settings/types';
import { UsageError } from '../outcome';

/** How an operator is installed; deploy/operators.yaml says what each field is. */
export interface Entry {
  readonly chart: string;
  readonly version?: string;
  readonly namespace: string;
  readonly crds: string;
  readonly after?: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

export type Catalogue = Readonly<Partial<Record<string, Entry>>>;

/** The charts of operators: deploy/operators.yaml, or a file like it. */
export function readCatalogue(file: string): Catalogue {
  if (!existsSync(file)) throw new UsageError(`there is no file '${file}'; --operators names the charts of operators`);
  const read = readYaml(readFileSync(file, 'utf8'));
  if ('error' in read) throw new UsageError(`${file}:${read.error.line}  ${read.error.message}`);
  return mapOf(mapOf(read.documents[0]?.data).operators) as Catalogue;
}

/** An operator that an environment names, with the namespace that it has there. */
export interface Wanted extends Entry {
  readonly name: Operator;
}

/** What has to be installed of these operators, those that others come after first. */
export function wantedOf(env: Environment, catalogue: Catalogue, names: readonly Operator[]): Wanted[] {
  const wanted = [...names].sort().map((name) => {
    const entry = catalogue[name];
    if (!entry) throw new UsageError(`the charts of operators have none for ${name}`);
    const missing = (['chart', 'namespace', 'crds'] as const).find((field) => typeof entry[field] !== 'string');
    if (missing) throw new UsageError(`${name} among the charts of operators needs ${missing}, a text`);
    if (entry.version !== undefined && typeof entry.version !== 'string')
      throw new UsageError(`${name} among the charts of operators has a version that is no text; put it in quotes`);
    return { ...entry, values: mapOf(entry.values), name, namespace: namespaceIn(env, name) ?? entry.namespace };
  });
  return [...wanted.filter(({ after }) => !after), ...wanted.filter(({ after }) => after)];
}

/** Where the environment says that an operator runs. The plugin has to stand beside CloudNativePG. */
export function namespaceIn({ cluster, delivery }: Environment, name: Operator): string | undefined {
  switch (name) {
    case 'argo-cd':
      return delivery.argocdNamespace;
    case 'flux':
      return delivery.fluxNamespace;
    case 'cloudnative-pg':
    case 'barman-cloud-plugin':
      return cluster.databaseOperator?.namespace;
    default:
      return undefined;
  }
}
