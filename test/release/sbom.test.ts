import path from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { settledCycloneDx, settledSpdx } from '../../pipeline/publish/release/bill-of-sources';
import { billsOfSources } from '../../pipeline/publish/release/syft';
import { dateOf } from '../../pipeline/publish/git/run';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { git } from '../support/repository';

const temporary = temporaryFolder();
const head = git(ROOT, 'rev-parse', 'HEAD');
const sources = { name: 'bkg-deploy', version: '1.2.3', date: dateOf(ROOT, head) };
const base = 'https://example.org/spdx';

interface Bill {
  readonly components: { readonly name: string; readonly version: string; readonly purl?: string }[];
  readonly packages: { readonly name: string; readonly versionInfo: string }[];
  readonly [key: string]: unknown;
}

/** What syft makes, for somebody with other folders, another time zone and settings of their own. */
function made(repository: string, env: Record<string, string>): string[] {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return billsOfSources(repository, head, base, sources).map(({ content }) => String(content));
  } finally {
    process.env = before;
  }
}

const clone = path.join(temporary, 'clone');
git(temporary, 'clone', '--quiet', ROOT, clone);
git(clone, 'config', 'core.autocrlf', 'true');
const here = made(ROOT, { TZ: 'UTC' });
const there = made(clone, { TZ: 'Asia/Tokyo', TMPDIR: temporary });
const [cycloneDx = '', spdx = ''] = here;

test('the same commit makes the same bills, wherever it is', () => {
  expect(there).toEqual(here);
  expect(cycloneDx).toContain(`"timestamp": "${sources.date}"`);
  expect(spdx).toContain(`"created": "${sources.date}"`);
});

test('CycloneDX finds nothing wrong with it', async () => {
  expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(cycloneDx)).toBeNull();
});

test('every package of the lockfile is in both', () => {
  const lock = JSON.parse(git(ROOT, 'show', `${head}:package-lock.json`)) as {
    packages: Record<string, { version: string; name?: string; link?: boolean }>;
  };
  const locked = Object.entries(lock.packages).map(
    ([place, { name, version }]) => `${name ?? place.replace(/^.*node_modules\//, '')} ${version}`,
  );
  const bills = [JSON.parse(cycloneDx), JSON.parse(spdx)] as [Bill, Bill];
  const named = bills[0].components.map(({ name, version }) => `${name} ${version}`);
  const described = bills[1].packages.map(({ name, versionInfo }) => `${name} ${versionInfo}`);
  expect(locked.length).toBeGreaterThan(300);
  expect(locked.filter((one) => !named.includes(one))).toEqual([]);
  expect(locked.filter((one) => !described.includes(one))).toEqual([]);
});

test('another content has another number', () => {
  const later = { ...sources, date: '2026-01-31T12:00:00Z' };
  const number = (text: string) => /urn:uuid:([\w-]+)|spdx\/bkg-deploy-1\.2\.3-([\w-]+)/.exec(text)?.[0];
  expect(number(settledCycloneDx(cycloneDx, sources))).toBe(number(cycloneDx));
  expect(number(settledCycloneDx(cycloneDx, later))).not.toBe(number(cycloneDx));
  expect(number(settledSpdx(spdx, base, sources))).toBe(number(spdx));
  expect(number(settledSpdx(spdx, base, later))).not.toBe(number(spdx));
});
