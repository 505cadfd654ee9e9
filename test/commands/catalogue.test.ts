import { type Catalogue, wantedOf } from '../../commands/bootstrap/catalogue';
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
