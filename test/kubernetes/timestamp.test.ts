import { spawnSync } from 'node:child_process';
import { stampOf, utcOf } from '../../kubernetes/timestamp';
import { momentCommands } from '../../scripts/import/restore-page';

test.each([
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z', '20260131t120000z'],
  ['2026-01-31T13:00:00+01:00', '2026-01-31T12:00:00Z', '20260131t120000z'],
  ['2026-01-01T00:15:00+05:45', '2025-12-31T18:30:00Z', '20251231t183000z'],
  ['2024-02-29T23:59:59.123456-00:30', '2024-03-01T00:29:59.123456Z', '20240301t002959123456z'],
])('%s is %s', (text, utc, stamp) => {
  expect(utcOf(text)).toBe(utc);
  expect(stampOf(text)).toBe(stamp);
});

test.each([
  'yesterday',
  '',
  '2026-01-31',
  '2026-01-31T12:00:00',
  '2026-01-31 12:00:00Z',
  '2026-1-31T12:00:00Z',
  '2026-02-30T12:00:00Z',
  '2025-02-29T12:00:00Z',
  '2026-13-01T12:00:00Z',
  '2026-01-00T12:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T12:60:00Z',
  '2026-01-31T12:00:60Z',
  '2026-01-31T12:00:00+24:00',
  '2026-01-31T12:00:00+01:60',
  '2026-01-31T12:00:00+0100',
  '2026-01-31T12:00:00.1234567Z',
  '2026-01-31T12:00:00Z; drop table',
])('%j is no moment', (text) => {
  expect(utcOf(text)).toBeUndefined();
  expect(() => stampOf(text)).toThrow('is not a valid moment');
});

test.each(['2026-01-31T12:00:00Z', '2026-01-31T13:30:00+01:30'])(
  'the commands of the runbook make the same stamp of %s',
  (moment) => {
    const script = [...momentCommands(moment), 'printf %s "$STAMP"'].join('\n');
    expect(spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout).toBe(stampOf(moment));
  },
);
