import { answers } from '../support/answers';

test.each([
  [
    'no colon',
    'tier: x\nkubernetes "1.35"\ndomains:\n  api: x\n',
    2,
    "'kubernetes' has no colon; write 'kubernetes: …'",
  ],
  ['a section without', 'tier: x\ndomains\n  api: x\n  admin: y\n', 2, "'domains' has no colon; write 'domains:'"],
  ['first of a section', 'a:\n  api x.example\n  b: y\nz: 1\n', 2, "'api' has no colon; write 'api: …'"],
  ['last of a section', 'a:\n  b: y\n  api x.example\nz: 1\n', 3, "'api' has no colon; write 'api: …'"],
  ['behind a comment', 'a:\n  b: 1\n  # c: 2\n  d 5\n  e: 2\n', 4, "'d' has no colon; write 'd: …'"],
  ['no blank', 'domains:\n  api:x.example\n  admin: y\n', 2, "'api:' needs a blank behind its colon"],
  ['no blank at the top', 'tier:dev\nx: 1\n', 1, "'tier:' needs a blank behind its colon"],
  ['twice at the top', 'tier: dev\nx: 1\ntier: prod\n', 3, "'tier' is on line 1 already; keep one"],
  ['twice in a section', 'z:\n  b: 0\na:\n  b: 1\n  c:\n    b: 2\n  b: 3\n', 7, "'b' is on line 4 already; keep one"],
  ['twice in braces', 'a: { b: 1, b: 2 }\n', 1, "'b' is there twice; keep one"],
  [
    'too deep',
    'a:\n  b: 1\n   c: 2\n  d: 3\n',
    3,
    'is indented by 3, deeper than line 2, which has its value already; indent it by 2',
  ],
  ['between', 'a:\n    b: 1\n  c: 2\n', 3, 'is indented by 2, like no entry that is open here; the line above has 4'],
])('%s', (_name, text, line, message) => {
  expect(answers(text, 'x.yaml')).toEqual([`x.yaml:${line}  ${message}  [environment/yaml]`]);
});

test.each([
  ['a quote that never ends', 'a: 1\nb: "b\nc: d\n', 2, '" is opened here and never closed; close it with "'],
  ['one that the next quote closes', 'a: "b\nc: "d"\ne: 1\n', 1, '" is opened here and never closed; close it with "'],
  ['a single one', "a:\n  b: 'c\n  d: e\n", 2, "' is opened here and never closed; close it with '"],
  ['a bracket', 'a: [b\nc: d\ne: [f]\n', 1, '[ is opened here and never closed; close it with ]'],
  ['a brace in a list', 'a:\n  - { b: 1\n  - { b: 2 }\n', 2, '{ is opened here and never closed; close it with }'],
  ['a bracket within braces', 'a: { b: [1, 2 }\nc: d\n', 1, '[ is opened here and never closed; close it with ]'],
  ['the outer of two', 'a: [[1],\n  [2]\nb: 1\n', 1, '[ is opened here and never closed; close it with ]'],
  [
    'behind texts with signs of their own',
    "a: it's [ok\nb: |\n  \"x [\n\n  {\nc: # {\n  'it''s'\nd: \"\\\"[\"\ne: [1 # ]\n",
    9,
    '[ is opened here and never closed; close it with ]',
  ],
])('%s that is never closed is told where it is opened', (_name, text, line, message) => {
  expect(answers(text, 'x.yaml')).toEqual([`x.yaml:${line}  ${message}  [environment/yaml]`]);
});

test.each([
  ['closed too often', 'a: [b]]\nc: d\n'],
  ['a word behind a quote', 'a: "b" c\nd: [1]\n'],
  ['a mark of nothing', 'a: [b]\nc: @d\n'],
])('%s is told in the words of the parser', (_name, text) => {
  expect(answers(text, 'x.yaml')).toEqual([expect.stringMatching(/^x\.yaml:\d+ {2}is not valid YAML: /)]);
});
