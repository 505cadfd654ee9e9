import { parsePath } from '../../commands/line/options';

test.each([
  ['gitops', 'gitops'],
  ['./gitops/', 'gitops'],
  ['./a/../b', 'b'],
  ['../a//b/.', '../a/b'],
  ['.', '.'],
  ['/', '/'],
  ['-', '-'],
  ['git:main', 'git:main'],
  ['git:main:', 'git:main:'],
  ['git:main:./a/../gitops/', 'git:main:gitops'],
  ['', ''],
])('%j is shown as %j', (text, shown) => {
  expect(parsePath(text)).toBe(shown);
});
