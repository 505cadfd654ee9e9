import type { Rule } from '../../problem';

/** Every rule about the shape of objects, for docs/rules.md. */
export const schemaRules: readonly Rule[] = [
  {
    id: 'schema/unreadable',
    says: 'a file that holds no objects anybody could read',
    example: 'broken YAML; a binary file',
  },
  {
    id: 'schema/unknown-kind',
    says: 'there is no schema for the kind, so nothing is known about it',
    example: 'a custom resource of a new operator',
  },
  {
    id: 'schema/not-yet',
    says: 'a kind or field that the cluster is too old for',
    example: '`appArmorProfile` before 1.30',
  },
  {
    id: 'schema/removed',
    says: 'a kind or field that Kubernetes no longer has',
    example: '`policy/v1beta1` PodDisruptionBudget',
  },
  { id: 'schema/unknown-field', says: 'a field the kind does not have', example: '`spec.replica`' },
  { id: 'schema/missing-field', says: 'a field the kind needs', example: 'a container without `name`' },
  { id: 'schema/wrong-type', says: 'a value of another type', example: '`replicas: "3"`' },
  { id: 'schema/not-allowed-value', says: 'not one of the listed values', example: '`method: snapshot` in a Backup' },
  { id: 'schema/wrong-format', says: 'text that is not of the needed form', example: '`interval: 30 sec`' },
  { id: 'schema/out-of-bounds', says: 'a number or list beyond its bounds', example: '`containerPort: 70000`' },
  { id: 'schema/too-deep', says: 'nesting beyond any real object', example: '–' },
];
