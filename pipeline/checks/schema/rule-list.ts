import type { Rule } from '../../problem';

/** Every rule about the shape of objects, for docs/rules.md. */
export const schemaRules: readonly Rule[] = [
  {
    id: 'schema/unreadable',
    description: 'a file that cannot be read',
    example: 'broken YAML; a binary file',
  },
  {
    id: 'schema/unknown-kind',
    description: 'a kind without a schema, which nobody can check',
    example: 'a custom resource of a new operator',
  },
  {
    id: 'schema/not-yet',
    description: 'a kind or field that the cluster does not have yet',
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
  {
    id: 'schema/wrong-format',
    description: 'text that does not have the required form',
    example: '`interval: 30 sec`',
  },
  { id: 'schema/out-of-bounds', description: 'a number or list beyond its bounds', example: '`containerPort: 70000`' },
  {
    id: 'schema/duplicate-item',
    description: 'the same item twice in a list that its definition calls a set or a map',
    example: 'two items with `name: a` in a list with `x-kubernetes-list-map-keys: [name]`',
  },
  {
    id: 'schema/alternatives',
    description: 'fields of which a definition wants exactly one, or excludes one',
    example: 'a definition with `oneOf: [{ required: [a] }, { required: [b] }]`, and an object with both',
  },
  {
    id: 'schema/validation',
    description: "what an expression in a kind's definition refuses (`x-kubernetes-validations`)",
    example: 'an OpenTelemetryCollector with `mode: sidecar` and `priorityClassName`',
  },
  { id: 'schema/too-deep', description: 'fields nested deeper than in any real object', example: '–' },
];
