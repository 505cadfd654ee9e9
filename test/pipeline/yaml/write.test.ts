import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { type Plain, writeYaml } from '../../../pipeline/yaml/write';

/** Every reader that matters: YAML 1.1 as Kubernetes reads it, YAML 1.2 as editors do. */
const readers: [string, (text: string) => unknown][] = [
  ['js-yaml, YAML 1.1', (text) => load(text, { schema: YAML11_SCHEMA })],
  ['js-yaml, YAML 1.2', (text) => load(text)],
  ['yaml, YAML 1.1', (text) => parse(text, { version: '1.1' })],
  ['yaml, YAML 1.2', (text) => parse(text)],
];

const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...' \n\t:#-"\'\\|>{}[],&*!%@`?=~019aeonsyY.+_/x') }),
  fc.constantFrom(
    'yes',
    'No',
    'on',
    'Off',
    'y',
    'N',
    'null',
    '~',
    '.inf',
    '.NaN',
    '010',
    '0o10',
    '0x1F',
    '1e3',
    '1_000',
  ),
  fc.constantFrom(
    '12:30:45',
    '2026-01-31',
    '<<',
    '=',
    '500m',
    '1.5',
    '10.0.0.0/8',
    'a\n',
    'a\n\n',
    '\na',
    ' a\nb',
    '---',
    '# x',
  ),
);
const data = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    awkward,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      awkward.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

describe.each(readers)('%s', (_name, read) => {
  test('reads back what was written', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(read(writeYaml(value))).toEqual(value);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

test('writes what a reviewer wants to see', () => {
  const manifest = {
    apiVersion: 'v1',
    data: { script: '#!/bin/sh\nset -eu\n\necho "$HOME"\n', empty: '', on: 'yes' },
    list: [{ name: 'a', args: ['--flag=1', '- x'] }, [], {}, [['nested']]],
    mode: 365,
    missing: undefined,
    sentence: 'requests fail, see the runbook (step 2)',
  };
  expect(writeYaml(manifest)).toBe(`apiVersion: v1
data:
  script: |
    #!/bin/sh
    set -eu

    echo "$HOME"
  empty: ""
  "on": "yes"
list:
- name: a
  args:
  - --flag=1
  - "- x"
- []
- {}
- - - nested
mode: 365
sentence: requests fail, see the runbook (step 2)
`);
});
