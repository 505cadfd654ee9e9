import type { Data } from '../../../kubernetes/access';

const int = { type: 'integer' };
const text = { type: 'string' };
const object = (properties: Data, rest: Data = {}): Data => ({ type: 'object', properties, ...rest });
const rule = (expression: string, more: Data = {}): Data => ({
  'x-kubernetes-validations': [{ rule: expression, ...more }],
});
const pair = object({ a: int, b: int });

/**
 * Schema of a `spec`, a value, and what is said of it. Each was given to k8s.io/apiextensions-apiserver 0.36, which
 * refuses the same and at the same field.
 */
export const validationSamples: readonly (readonly [name: string, spec: Data, value: Data, expected: string[]])[] = [
  ['a rule that is true', object({ a: int, b: int }, rule('self.a < self.b')), { a: 1, b: 2 }, []],
  [
    'a rule that is false',
    object({ a: int, b: int }, rule('self.a < self.b')),
    { a: 2, b: 1 },
    ['schema/validation spec'],
  ],
  [
    'a rule with the field to blame',
    object({ a: int, b: int }, rule('self.a < self.b', { fieldPath: '.b' })),
    { a: 2, b: 1 },
    ['schema/validation spec.b'],
  ],
  [
    'a rule on a field that is not there',
    object({ a: int, b: int }, rule('self.a < self.b')),
    { a: 1 },
    ['schema/validation spec'],
  ],
  ['a rule that looks first', object({ a: int, b: int }, rule('!has(self.b) || self.a < self.b')), { a: 1 }, []],
  ['a rule on a default', object({ a: { ...int, default: 5 } }, rule('self.a > 1')), {}, []],
  [
    'a rule on a default that null stands for',
    object({ a: { ...int, default: 5 } }, rule('self.a > 9')),
    { a: null },
    ['schema/validation spec'],
  ],
  ['a rule for changes only', object({ a: { ...int, ...rule('self == oldSelf') } }), { a: 1 }, []],
  [
    'a rule in a list',
    object({ l: { type: 'array', items: object({ a: int }, rule('self.a > 0')) } }),
    { l: [{ a: 1 }, { a: 0 }] },
    ['schema/validation spec.l.1'],
  ],
  [
    'a rule in a map',
    object({ m: { type: 'object', additionalProperties: { ...int, ...rule('self > 0') } } }),
    { m: { x: 1, y: 0 } },
    ['schema/validation spec.m.y'],
  ],
  [
    'a rule on keys',
    object({ m: { type: 'object', additionalProperties: int, ...rule("self.all(k, k.startsWith('a'))") } }),
    { m: { a1: 1, b: 1 } },
    ['schema/validation spec.m'],
  ],
  [
    'a rule on a name with a dash',
    object({ 'a-b': int }, rule('self.a__dash__b == 1')),
    { 'a-b': 2 },
    ['schema/validation spec'],
  ],
  [
    'a rule on a word of the language',
    object({ namespace: text }, rule("self.__namespace__ == 'a'")),
    { namespace: 'a' },
    [],
  ],
  ['a number with a fraction', object({ a: { type: 'number' } }, rule('self.a < 1.5')), { a: 1 }, []],
  [
    'a number or a text',
    object(
      { p: { 'x-kubernetes-int-or-string': true } },
      rule("type(self.p) == int ? self.p < 10 : self.p.endsWith('%')"),
    ),
    { p: 12 },
    ['schema/validation spec'],
  ],
  [
    'a text instead',
    object(
      { p: { 'x-kubernetes-int-or-string': true } },
      rule("type(self.p) == int ? self.p < 10 : self.p.endsWith('%')"),
    ),
    { p: '12%' },
    [],
  ],
  ['an address', object({ a: { ...text, ...rule('isIP(self)') } }), { a: '192.0.2.300' }, ['schema/validation spec.a']],
  ['a pattern that is found', object({ a: { ...text, ...rule("self.find('[0-9]+') == '42'") } }), { a: 'a42b' }, []],
  [
    'a sorted list',
    object({ l: { type: 'array', items: int, ...rule('self.isSorted()') } }),
    { l: [2, 1] },
    ['schema/validation spec.l'],
  ],
  [
    'two of the same',
    object({ l: { type: 'array', items: text, ...rule('self.all(x, self.exists_one(y, y == x))') } }),
    { l: ['a', 'a'] },
    ['schema/validation spec.l'],
  ],
  ['an optional field', object({ a: int }, rule('self.?a.orValue(3) == 3')), {}, []],
  ['a rule after a wrong type', object({ a: int }, rule('self.a == 1')), { a: 'x' }, ['schema/wrong-type spec.a']],
  ['one of two', { ...pair, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1 }, []],
  [
    'both of two',
    { ...pair, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    { a: 1, b: 1 },
    ['schema/alternatives spec'],
  ],
  ['none of two', { ...pair, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, {}, ['schema/alternatives spec']],
  [
    'at least one of two',
    { ...pair, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    {},
    ['schema/missing-field spec'],
  ],
  [
    'one that must not be there',
    { ...pair, not: { required: ['a', 'b'] } },
    { a: 1, b: 1 },
    ['schema/alternatives spec'],
  ],
  [
    'all of several',
    object({ a: { ...text, allOf: [{ maxLength: 3 }, { pattern: '^a' }] } }),
    { a: 'abcd' },
    ['schema/out-of-bounds spec.a'],
  ],
  ['beyond 32 bits', object({ a: { ...int, format: 'int32' } }), { a: 3000000000 }, ['schema/out-of-bounds spec.a']],
  [
    'a time that there is not',
    object({ a: { ...text, format: 'date-time' } }),
    { a: '2030-02-30T00:00:00Z' },
    ['schema/wrong-format spec.a'],
  ],
  [
    'what a list keeps',
    object({ l: { type: 'array', 'x-kubernetes-preserve-unknown-fields': true, items: { type: 'object' } } }),
    { l: [{ a: 1 }] },
    [],
  ],
];
