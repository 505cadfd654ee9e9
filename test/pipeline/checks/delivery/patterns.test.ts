import { normalizedGitUrl } from '../../../../pipeline/checks/delivery/git-url';
import { globFits, pathFits } from '../../../../pipeline/checks/delivery/globs';

/** Facts of github.com/gobwas/glob v0.2.3, glob_test.go and readme.md, and of argo-cd v3.5.1, util/glob/glob_test.go. */
test.each<[expected: boolean, pattern: string, text: string, separator?: '/']>([
  [true, '* ?at * eyes', 'my cat has very bright eyes'],
  [true, '', ''],
  [false, '', 'b'],
  [true, '*ä', 'åä'],
  [true, 'a*c', 'a12345c'],
  [true, 'a/*', 'a/b', '/'],
  [true, 'a/**', 'a/b/c', '/'],
  [true, 'a/?/?', 'a/b/c', '/'],
  [false, 'a/*', 'a/b/c', '/'],
  [false, 'a/?/c', 'a/bb/c', '/'],
  [false, '*', 'a/b/c', '/'],
  [true, String.raw`\*`, '*'],
  [false, '?at', 'at'],
  [true, '**is**a***test*', 'this is a test'],
  [false, '*is', 'this is a test'],
  [true, '[!a]*', 'this is a test3'],
  [true, '?*?', 'ac'],
  [false, 'sta?n', 'stagnation'],
  [true, '{abc,abcd}a', 'abcda'],
  [true, '{a,ab}{bc,f}', 'abc'],
  [false, '{*,**}{a,b}', 'ac'],
  [true, '/{rate,[0-9][0-9][0-9]}*', '/rate'],
  [true, '*//{,*.}example.com', 'https://www.example.com'],
  [false, '*//{,*.}example.com', 'http://example.com.net'],
  [true, '[a-z][!a-x]*cat*[h][!b]*eyes*', 'my cat has very bright eyes'],
  [false, '[a-z][!a-x]*cat*[h][!b]*eyes*', 'my dog has very bright eyes'],
  [true, '{abc*[a-c]def,abc?[d-g]def,abc[zte]?def}', 'abczqdef'],
  [true, 'a,b}', 'a,b}'],
  [false, 'e[[a*', 'e[[a*'],
  [false, '[c-a]', 'b'],
  [false, String.raw`[a\]`, 'a'],
  [false, '/x', 'x'],
  [true, 'x', 'x', '/'],
  [false, '[\u{1f600}-\uffff]', 'b'],
  [true, 'a****b', 'a/b', '/'],
])('%s: glob "%s" and "%s"', (...[expected, pattern, text, separator]) => {
  expect(globFits(pattern, text, separator)).toBe(expected);
});

/** Facts of Go's path/filepath/match_test.go (go1.25). */
test.each<[boolean, string, string]>([
  [true, 'abc', 'abc'],
  [true, '*c', 'abc'],
  [false, 'a*', 'ab/c'],
  [true, 'a*b*c*d*e*/f', 'axbxcxdxe/f'],
  [false, 'a*b*c*d*e*/f', 'axbxcxdxexxx/fff'],
  [true, 'ab[c]', 'abc'],
  [true, 'ab[b-d]', 'abc'],
  [false, 'ab[e-g]', 'abc'],
  [false, 'ab[^c]', 'abc'],
  [true, 'ab[^e-g]', 'abc'],
  [true, String.raw`a\*b`, 'a*b'],
  [false, String.raw`a\*b`, 'ab'],
  [true, 'a?b', 'a☺b'],
  [true, 'a[^a]b', 'a☺b'],
  [false, 'a???b', 'a☺b'],
  [true, '[a-ζ]*', 'α'],
  [false, '*[a-ζ]', 'A'],
  [false, 'a?b', 'a/b'],
  [true, String.raw`[\]a]`, ']'],
  [true, String.raw`[\-x]`, '-'],
  [false, '[]a]', ']'],
  [false, '[-]', '-'],
  [false, '[a-b-c]', 'a'],
  [false, '[', 'a'],
  [true, '{a,b}', '{a,b}'],
])('%s: path pattern "%s" and "%s"', (expected, pattern, text) => {
  expect(pathFits(pattern, text)).toBe(expected);
});

/** Facts of argo-cd v3.5.1, util/git/git_test.go, TestSameURL. */
test.each([
  ['git@GITHUB.com:argoproj/test', 'git@github.com:argoproj/test.git'],
  ['git@GITHUB.com:test', 'git@github.com:test.git'],
  ['https://GITHUB.com/argoproj/test', 'https://github.com/argoproj/test.git'],
  ['https://github.com/FOO', 'https://github.com/foo'],
  ['https://github.com:4443/TEST', 'https://github.com:4443/TEST.git'],
  ['ssh://git@GITHUB.com/argoproj/test', 'git@github.com:argoproj/test.git'],
  ['ssh://git@github.com/test', 'git@github.com:test.git'],
  [' https://github.com/argoproj/test ', 'https://github.com/argoproj/test.git'],
  ['\thttps://github.com/argoproj/test\n', 'https://github.com/argoproj/test.git'],
  ['https://1234.visualstudio.com/myproj/_git/myrepo', 'https://1234.visualstudio.com/myproj/_git/myrepo'],
])('%j and %j are one repository', (one, other) => {
  expect(normalizedGitUrl(one)).toBe(normalizedGitUrl(other));
  expect(normalizedGitUrl(one)).not.toBe('');
});

/** What Go's net/url makes of them (go1.25): a pattern with braces never fits a path, and refuses as a host. */
test.each([
  ['https://github.com/{a,b}/*', 'https://github.com/%7Ba,b%7D/%2A'],
  ['https://{a,b}.com/x', ''],
  ['ssh://git@github.com:argoproj/test', ''],
  ['ghcr.io/Org/charts', 'ghcr.io/org/charts'],
  ['registry:5000/charts', 'registry:5000/charts'],
  ['10.0.0.1:5000/charts', ''],
  ['https://git.example/a%zz', ''],
  ['https://user:pa*s@git.example/a', 'https://user:pa%2As@git.example/a'],
  ['file:///srv/repo', 'file:///srv/repo'],
])('%s becomes "%s"', (url, expected) => {
  expect(normalizedGitUrl(url)).toBe(expected);
});
