import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { load } from 'js-yaml';
import { partialSchema } from '../../scripts/import/environment';
import { ROOT } from '../support/environments';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const partial = JSON.parse(read('environments/partial.schema.json')) as object;
const options = JSON.parse(read('settings/ajv.json')) as object;
const accepts = (text: string) => new Ajv({ ...options, useDefaults: false }).compile(partial)(load(text)) as boolean;

test('it follows from the schema of whole environments', () => {
  expect(partial).toEqual(partialSchema(JSON.parse(read('environments/schema.json'))));
});

test.each([
  ['extends: base.yaml', true],
  ['extends: base.yaml\nroute: { kind: gateway }', true],
  ['kernel: { plannedSandboxes: 3 }', true],
  ['kernel: { concurency: 3 }', false],
  ['kernel: { plannedSandboxes: "3" }', false],
])('%j: %s', (text, expected) => {
  expect(accepts(text)).toBe(expected);
});
