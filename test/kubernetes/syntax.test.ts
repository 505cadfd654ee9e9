import { cronProblem } from '../../kubernetes/cron';
import { longestGap } from '../../kubernetes/cron-gap';
import { parseQuantity } from '../../kubernetes/quantity';
import {
  isConfigKey,
  isDns1035Label,
  isDnsLabel,
  isDnsSubdomain,
  isEnvVarName,
  isImageReference,
  isLabelValue,
  isPortName,
  isQualifiedName,
} from '../../kubernetes/syntax';

const long = (length: number) => 'a'.repeat(length);
const sha = `sha256:${'0f'.repeat(32)}`;

interface Syntax {
  readonly holds: (text: string) => boolean;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const syntaxes: Readonly<Record<string, Syntax>> = {
  'a DNS label': {
    holds: isDnsLabel,
    good: ['a', '0-a', long(63)],
    bad: ['', 'A', 'a.b', '-a', 'a-', 'a\n', long(64)],
  },
  'a label of RFC 1035': { holds: isDns1035Label, good: ['a', 'a-0', long(63)], bad: ['', '0a', 'a-', long(64)] },
  'a DNS subdomain': { holds: isDnsSubdomain, good: ['a.b-c.0', long(253)], bad: ['', 'a..b', '.a', 'a_b', long(254)] },
  'a key of labels': {
    holds: isQualifiedName,
    good: ['a', 'A_b.c-0', 'example.com/a', long(63)],
    bad: ['', '/a', 'a/', 'a/b/c', 'A.com/a', '-a', 'a b', long(64)],
  },
  'a value of labels': { holds: isLabelValue, good: ['', 'a', 'A_b.c'], bad: ['a b', '-a', 'a/b', long(64)] },
  'a port name': { holds: isPortName, good: ['a', '0a', 'a-b'], bad: ['', '80', 'A', 'a--b', '-a', 'a-', long(16)] },
  'a key of ConfigMaps': {
    holds: isConfigKey,
    good: ['a', '.a', 'A_b-c.d'],
    bad: ['', '.', '..', '..a', 'a/b', long(254)],
  },
  'a variable until 1.31': {
    holds: (text) => isEnvVarName(text, 31),
    good: ['A', 'a-b.c', '_'],
    bad: ['', '1', 'a b', '..a'],
  },
  'a variable since 1.32': {
    holds: (text) => isEnvVarName(text, 32),
    good: ['A', '1', 'a b', '..a'],
    bad: ['', 'a=b', 'ä'],
  },
  'an image': {
    holds: isImageReference,
    good: [
      'a',
      'a:1',
      'a/b__c/d--e:v1_x',
      'localhost/a',
      'r.io:5000/a:1@' + sha,
      'Registry/a',
      '[fd00::1]:5000/a',
      'a@' + sha,
    ],
    bad: [
      '',
      'A',
      'a:',
      'a:b:c',
      'a@sha256:1',
      'a@md5:' + long(32),
      '/a',
      'a/',
      'https://a/b',
      'a b',
      long(256),
      '0f'.repeat(32),
    ],
  },
};

describe.each(Object.entries(syntaxes))('%s', (_, { holds, good, bad }) => {
  test.each(good)('"%s"', (text) => expect(holds(text)).toBe(true));
  test.each(bad)('not "%s"', (text) => expect(holds(text)).toBe(false));
});

test.each([
  ['500m', 0.5],
  ['2', 2],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['.5', 0.5],
  ['1.', 1],
  ['-1k', -1000],
  ['+1', 1],
  ['1e3', 1000],
  ['1E-3', 0.001],
  ['1E', 1e18],
  ['100n', 1e-7],
  [0.1, 0.1],
])('quantity %s', (text, number) => expect(parseQuantity(text)).toBeCloseTo(number, 12));

test.each(['', 'a', '1MB', '1 Gi', '1e', '1e1.5', '--1', '0x1', '1Kib', 'Infinity'])('no quantity "%s"', (text) =>
  expect(parseQuantity(text)).toBeNaN(),
);

test('a schedule has as many fields as its kind wants', () => {
  expect(cronProblem('0 3 * * *', 5)).toBeUndefined();
  expect(cronProblem('0 0 3 * * *', 6)).toBeUndefined();
  expect(cronProblem('0 3 * * *', 6)).toBe('wants 6 fields and has 5');
  expect(cronProblem('60 0 3 * * *', 6)).toBe('takes no second "60"; it goes from 0 to 59');
  expect(cronProblem('0 3 * * 7', 5)).toBe('takes no day of week "7"; it goes from 0 to 6');
  expect(cronProblem('@reboot', 5)).toBe('knows no "@reboot"');
});

const day = 24 * 60;

// The runs were counted by hand.
test.each([
  ['* * * * *', 1],
  ['0/10 * * * *', 10],
  ['15 * * * *', 60],
  ['5,20,50 * * * *', 30],
  ['0 8-18/2 * * *', 14 * 60],
  ['30 2 * * *', day],
  ['0 4 * * 0', 7 * day],
  ['0 4 * * mon-fri', 3 * day],
  ['0 4 1 * *', 31 * day],
  ['0 4 1 1,4,7,10 *', 92 * day],
  // Either day counts where both are said, and both where one is open.
  ['0 4 1 * 0', 7 * day],
  ['0 4 */1 * 0', 7 * day],
  ['0 4 1 jan ?', 366 * day],
  ['0 4 29 2 *', Infinity],
  ['0 4 31 2 *', Infinity],
])('"%s" leaves up to %d minutes between two runs', (schedule, minutes) => {
  expect(longestGap(schedule)).toBe(minutes);
});
