import type { EnvironmentRule } from './rule';

/** What reading the file enforces. */
export const yamlRule: EnvironmentRule = {
  id: 'environment/yaml',
  description: 'the file is no single, reasonable YAML document',
  example: 'a tab as indentation; a key twice; aliases without end',
};

/** What its name and bytes have to be. */
export const fileRule: EnvironmentRule = {
  id: 'environment/file',
  description: 'the file itself cannot be an environment',
  example: '`Dev.yaml`; `dev.yml`; a binary file',
};

/** How a file and its base go together. */
export const extendsRule: EnvironmentRule = {
  id: 'environment/extends',
  description: 'a base that is not there or extends another one, or `without` a field that the base does not have',
  example: '`extends: production.yaml`; `without: [route.isuer]`',
};

/** What only all environments together show. */
export const sharedRule: EnvironmentRule = {
  id: 'environment/shared',
  description:
    'two environments with one namespace prefix in a cluster, host, bucket, database, place in the store, or auth method for two clusters',
  example: 'a copy of `staging.yaml` without `sharedWith: [staging]`, or with it in only one of both',
};

/** What the schema refuses, by kind of mistake; missing fields have more reasons than the schema. */
export const schemaRules = {
  unknownField: {
    id: 'environment/unknown-field',
    description: 'a field the schema does not know',
    example: '`plannedSandboxs: 8`',
  },
  wrongType: {
    id: 'environment/wrong-type',
    description: 'a value of another type',
    example: '`plannedSandboxes: "8"`',
  },
  notAllowedValue: {
    id: 'environment/not-allowed-value',
    description: 'not one of the listed values',
    example: '`kind: gatway`',
  },
  wrongFormat: {
    id: 'environment/wrong-format',
    description: 'text that is not of the needed form',
    example: 'a host with `https://`',
  },
  outOfBounds: {
    id: 'environment/out-of-bounds',
    description: 'a number or list beyond its bounds',
    example: '`timeoutSeconds: 60`',
  },
  duplicateItem: {
    id: 'environment/duplicate-item',
    description: 'a list that names a thing twice',
    example: '`engines: [argocd, argocd]`',
  },
} as const satisfies Record<string, EnvironmentRule>;
