import type { Rule } from '../../problem';

/** Every rule about the shape of objects, for docs/rules.md. */
export const schemaRules: readonly Rule[] = [
  {
    id: 'schema/unreadable',
    description: 'a file that holds no objects anybody could read',
    example: 'broken YAML; a binary file',
  },
  {
    id: 'schema/unknown-kind',
    description: 'there is no schema for the kind, so nothing is known about it',
    example: 'a custom resource of a new operator',
  },
  {
    id: 'schema/not-yet',
    description: 'a kind or field that the cluster is too old for',
    example: '`appArmorProfile` before 1.30',
  },
  {
    id: 'schema/removed',
    description: 'a kind or field that Kubernetes no longer has',
    example: '`policy/v1beta1` PodDisruptionBudget',
  },
  { id: 'schema/unknown-field', description: 'a field the kind does not have', example: '`spec.replica`' },
  { id: 'schema/missing-field', description: 'a field the kind needs', example: 'a container without `name`' },
  { id: 'schema/wrong-type', description: 'a value of another type', example: '`replicas: "3"`' },
  {
    id: 'schema/not-allowed-value',
    description: 'not one of the listed values',
    example: '`method: snapshot` in a Backup',
  },
  { id: 'schema/wrong-format', description: 'text that is not of the needed form', example: '`interval: 30 sec`' },
  { id: 'schema/out-of-bounds', description: 'a number or list beyond its bounds', example: '`containerPort: 70000`' },
  { id: 'schema/too-deep', description: 'nesting beyond any real object', example: '–' },
];
