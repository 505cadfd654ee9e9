import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Question, decide } from '../../../../pipeline/publish/promotion/decide';
import { editYaml } from '../../../../pipeline/publish/promotion/edit';
import { imageSettings } from '../../../../pipeline/publish/promotion/settings';
import { ROOT } from '../../../support/environments';

const digest = (character: string) => `sha256:${character.repeat(64)}`;
const web = (version: string, character = version) => `registry.example/web:${version}@${digest(character)}`;
const db = (version: string) => `registry.example/db:${version}@${digest(version)}`;

/** Staging runs web 2 and db 1 in the components `web`, `shop` and `db`. */
function ask(source: unknown, target: unknown, components?: string[]) {
  const running: Question['running'] = new Map([
    ['web', new Set([web('2')])],
    ['shop', new Set([web('2')])],
    ['db', new Set([db('1')])],
  ]);
  return decide({ source: { name: 'staging', settings: source }, target: { settings: target }, running, components });
}

test.each([
  ['another version', { web: { image: web('2') } }, { web: { image: web('1') } }, undefined, ['web.image']],
  ['the same', { web: { image: web('2') } }, { web: { image: web('2') } }, undefined, []],
  ['not there', { web: { image: web('2') } }, { web: {} }, undefined, []],
  ['of another component', { web: { image: web('2') } }, { web: { image: web('1') } }, ['db'], []],
  ['of one of two users', { web: { image: web('2') } }, { web: { image: web('1') } }, ['shop'], ['web.image']],
  [
    'nested, in other fields',
    { a: { b: { toolImage: db('1') } } },
    { a: { b: { toolImage: db('0') } } },
    undefined,
    ['a.b.toolImage'],
  ],
  ['no image', { web: { imagePolicy: web('2') } }, { web: { imagePolicy: web('1') } }, undefined, []],
])('%s', (_, source, target, components, promoted) => {
  const { promotions, refusals } = ask(source, target, components);
  expect(promotions.map((one) => one.path.join('.'))).toEqual(promoted);
  expect(refusals).toEqual([]);
});

test.each([
  ['no-digest', 'registry.example/web:2', web('1'), undefined],
  ['not-published', web('3'), web('1'), undefined],
  ['not-published', web('3'), web('1'), ['web']],
  ['not-published', web('2', '3'), web('1'), undefined],
  ['other-repository', web('2'), db('1'), undefined],
  ['other-repository', `localhost:5000/web:2@${digest('2')}`, web('2'), undefined],
])('%s', (rule, from, to, components) => {
  const { promotions, refusals } = ask({ web: { image: from } }, { web: { image: to } }, components);
  expect(promotions).toEqual([]);
  expect(refusals).toMatchObject([{ rule, path: ['web', 'image'] }]);
});

test('what is called an image is what the schema calls an image', () => {
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'environments/schema.json'), 'utf8')) as {
    definitions: Record<string, { properties?: Record<string, { $ref?: string }> }>;
  };
  for (const { properties = {} } of Object.values(schema.definitions)) {
    for (const [name, { $ref }] of Object.entries(properties)) {
      const found = imageSettings({ [name]: 'x' }).length === 1;
      expect([name, found]).toEqual([name, $ref === '#/definitions/Image']);
    }
  }
});

const edit = (to: string, ...steps: string[]) => ({ path: steps, to });

test.each([
  ['plain', 'a:\n  image: x:1   # why\nb: 1\n', 'a:\n  image: y:2   # why\nb: 1\n'],
  ['double quotes', 'a: {image: "x:1", b: 1} # c\n', 'a: {image: "y:2", b: 1} # c\n'],
  ['single quotes', "a:\n  image: 'x:1'\n", "a:\n  image: 'y:2'\n"],
  ['line ends of another system', 'a:\r\n  image: x:1\r\n  b: 1\r\n', 'a:\r\n  image: y:2\r\n  b: 1\r\n'],
  ['odd spacing and no last line end', '\n\na:   \n     image:     x:1', '\n\na:   \n     image:     y:2'],
  ['an alias', 'a: {image: *x}\n'.replace(/^/, 'c: &x x:1\n'), 'c: &x x:1\na: {image: y:2}\n'],
  ['an anchor nobody uses', 'a:\n  image: &x x:1\n', 'a:\n  image: &x y:2\n'],
  ['the same text elsewhere', 'z: x:1\na:\n  image: x:1\n', 'z: x:1\na:\n  image: y:2\n'],
])('every other byte stays: %s', (_, before, after) => {
  expect(editYaml(before, [edit('y:2', 'a', 'image')])).toEqual({ text: after });
});

test('several at once, and an anchor whose other user moves as well', () => {
  const before = 'a:\n  image: &x x:1\nb:\n  image: *x\nc: 1\n';
  const edits = [edit('y:2', 'a', 'image'), edit('y:2', 'b', 'image')];
  expect(editYaml(before, edits)).toEqual({ text: 'a:\n  image: &x y:2\nb:\n  image: y:2\nc: 1\n' });
});

test.each([
  ['an anchor that somebody else uses', 'a:\n  image: &x x:1\nb: *x\n'],
  ['several lines', 'a:\n  image: >-\n    x:1\n'],
])('refused: %s', (_, before) => {
  expect(editYaml(before, [edit('y:2', 'a', 'image')])).toEqual({ shared: [['a', 'image']] });
});
