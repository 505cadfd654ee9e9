import type { Environment } from '../../../settings/types';
import { namespaceOf } from '../../places';
import { formatOf, remoteKey } from '../remote';
import type { Format, Source } from '../source';

/** Shell that prints a new value on one line; it never stands in an argument, which others on the machine could see. */
const makers = {
  password: 'LC_ALL=C tr -dc A-Za-z0-9 </dev/urandom | head -c 48',
  'base64-key': 'openssl rand -base64 32',
} as const;

/** What a value looks like, for people. */
export function describeFormat(format: Format): string {
  if (format === 'password') return '48 letters and digits';
  if (format === 'base64-key') return '32 random bytes in padded base64, 44 characters';
  return 'constant' in format ? `\`${format.constant}\`` : format.provided;
}

/** Shell that prints the JSON of a path, all its keys together; what people provide is read from files. */
export function jsonCommand(env: Environment, values: readonly Source[]): string {
  const [first] = values;
  const format = first && formatOf(env, first);
  if (values.length === 1 && first && typeof format === 'string') {
    return `${makers[format]} | jq -R '{"${first.property}": .}'`;
  }
  const names = values.map(({ property }, index) => [property, `v${index}`] as const);
  const files = names.map(([property, name]) => `--rawfile ${name} ${property}`).join(' ');
  const fields = names.map(([property, name]) => `"${property}": $${name}`).join(', ');
  return `jq -n ${files} '{${fields}} | map_values(rtrimstr("\\n"))'`;
}

/** The commands that put a new version of a path into the store, and what has to follow elsewhere. */
export function putCommands(env: Environment, values: readonly Source[]): string[] {
  const [, role] = /^database\/(.+)$/.exec(values[0]?.path ?? '') ?? [];
  const follows =
    env.database.mode === 'managed' && role ? [`# then, as administrator in psql: \\password bkg_${role}`] : [];
  return [...storeCommands(env, values), ...follows];
}

function storeCommands(env: Environment, values: readonly Source[]): string[] {
  const key = remoteKey(env, values[0]?.path ?? '');
  const json = jsonCommand(env, values);
  switch (env.secrets.store) {
    case 'vault':
      return [`${json} | vault kv put -mount=${env.secrets.vault.mount} ${key} -`];
    case 'aws':
      return [
        `aws secretsmanager describe-secret --secret-id ${key} >/dev/null || aws secretsmanager create-secret --name ${key}`,
        `${json} | aws secretsmanager put-secret-value --secret-id ${key} --secret-string file:///dev/stdin`,
      ];
    case 'gcp':
      return [
        `gcloud secrets describe ${key} >/dev/null || gcloud secrets create ${key} --replication-policy=automatic`,
        `${json} | gcloud secrets versions add ${key} --data-file=-`,
      ];
    case 'generated':
      return [];
  }
}

/** The command that shows a value as the store has it now. */
export function getCommand(env: Environment, { path, property }: Source): string {
  const key = remoteKey(env, path);
  switch (env.secrets.store) {
    case 'vault':
      return `vault kv get -mount=${env.secrets.vault.mount} -field=${property} ${key}`;
    case 'aws':
      return `aws secretsmanager get-secret-value --secret-id ${key} --query SecretString --output text | jq -r .${property}`;
    case 'gcp':
      return `gcloud secrets versions access latest --secret=${key} | jq -r .${property}`;
    case 'generated':
      return `kubectl -n ${namespaceOf(env, 'secrets')} get secret ${key} -o jsonpath='{.data.${property}}' | base64 -d`;
  }
}
