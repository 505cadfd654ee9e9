import { spawnSync } from 'node:child_process';
import { type Catalogue, wantedOf } from '../../commands/bootstrap/catalogue';
import { operatorActions } from '../../commands/bootstrap/operators';
import { printed } from '../../commands/bootstrap/steps';
import { environment } from '../support/environments';

const env = environment('staging');
const entry = { chart: 'oci://registry.example/reloader', namespace: 'reloader', crds: 'templates', values: {} };

test('an operator without values has none', () => {
  const bare = { reloader: { ...entry, values: undefined } } as unknown as Catalogue;
  expect(wantedOf(env, bare, ['reloader'])).toEqual([{ ...entry, name: 'reloader' }]);
});

test.each(['chart', 'namespace', 'crds'] as const)('an operator without %s is told', (field) => {
  const catalogue = { reloader: { ...entry, [field]: undefined } } as unknown as Catalogue;
  expect(() => wantedOf(env, catalogue, ['reloader'])).toThrow(`reloader among the charts of operators needs ${field}`);
});

test('an operator of which the file says nothing is told', () => {
  expect(() => wantedOf(env, {}, ['reloader'])).toThrow('have none for reloader');
});

test('an operator with a version that YAML takes for a number is told', () => {
  const catalogue = { reloader: { ...entry, version: 1.5 } } as unknown as Catalogue;
  expect(() => wantedOf(env, catalogue, ['reloader'])).toThrow('has a version that is no text; put it in quotes');
});

describe('what a file of charts says reaches helm as it is, and a shell not at all', () => {
  const odd = { chart: "oci://a'b $(echo x)", version: '1.2.3"; echo y; "', namespace: 'c `echo z` d', crds: 'crds' };
  const actions = operatorActions(env, { reloader: { ...odd, values: { a: "'" } } }, ['reloader'], []);
  // Whoever is called says what it was given, a line each; nothing is installed yet, and what is asked of jq holds.
  const stubs = `kubectl() { printf 'kubectl <%s>\\n' "$@"; }; helm() { printf 'helm <%s>\\n' "$@"; }; jq() { false; }; `;
  const said = (script: string) => spawnSync('sh', ['-c', stubs + script], { encoding: 'utf8' }).stdout;

  test('when it is run', () => {
    const [older, install] = actions;
    const out = said(`${install?.then}; ${older?.unless}`);
    for (const word of [odd.chart, odd.version, odd.namespace]) expect(out).toContain(`helm <${word}>\n`);
    expect(out).not.toMatch(/^[xyz]$/m);
  });

  test('when it is printed', () => {
    const step = { name: 'operators', why: '', needs: [], actions };
    const out = said(
      printed({ ...step, actions: actions.map((one) => ({ ...one, unless: 'false', leave: undefined })) }).join('\n'),
    );
    for (const word of [odd.chart, odd.version, odd.namespace]) expect(out).toContain(`helm <${word}>\n`);
    expect(out).toContain('reloader is older than 1.2.3"; echo y; "; read what has changed in it');
    expect(out).not.toMatch(/^[xyz]$/m);
  });
});
