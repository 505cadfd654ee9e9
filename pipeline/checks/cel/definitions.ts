import { type Data, type FieldPath, mapOf, mapsOf } from '../../../kubernetes/access';
import type { Finding } from '../rule';
import { forKinds } from '../values/for-kinds';
import { eachSchema, type SchemaPlace } from '../values/api/structural';
import { expressionFindings } from './expression';
import { schemaType } from './schema-types';
import { optionalType, type Type } from './types';

/** Expressions of definitions; source: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema/cel/compilation.go`. */
export const definitionExpression = forKinds({
  id: 'value/definition-expression',
  description:
    'a validation of a definition that is not valid CEL, names a field that its schema lacks, or gives another type',
  example: '`x-kubernetes-validations: [{ rule: "self.min <= self.max" }]` without `max`',
  kinds: 'apiextensions.k8s.io/CustomResourceDefinition',
  apiVersion: 'apiextensions.k8s.io/v1',
  *check(object, { minor }) {
    for (const { item, index } of mapsOf(mapOf(object.spec).versions)) {
      const path: FieldPath = ['spec', 'versions', index, 'schema', 'openAPIV3Schema'];
      const schema = mapOf(mapOf(item.schema).openAPIV3Schema);
      yield* eachSchema(schema, { path, level: 'root' }, (below, place) => ruleFindings(below, place, minor));
    }
  },
});

function* ruleFindings(schema: Data, { path, level }: SchemaPlace, minor: number): Generator<Finding> {
  const rules = mapsOf(schema['x-kubernetes-validations']);
  if (rules.length === 0) return;
  const self = schemaType(schema, level === 'root' || schema['x-kubernetes-embedded-resource'] === true);
  if (!self) return;
  for (const { item, index } of rules) {
    const scope = { minor, variables: variablesOf(self, item.optionalOldSelf === true) };
    const here = [...path, 'x-kubernetes-validations', index];
    const before = yield* expressionFindings(item.rule, [...here, 'rule'], scope, ['bool']);
    // The API server looks at a message only when the rule itself can be used.
    if (before?.name === 'bool')
      yield* expressionFindings(item.messageExpression, [...here, 'messageExpression'], scope, ['string']);
  }
}

function variablesOf(self: Type, isOptional: boolean): ReadonlyMap<string, Type> {
  return new Map([
    ['self', self],
    ['oldSelf', isOptional ? optionalType(self) : self],
  ]);
}
