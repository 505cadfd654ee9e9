import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../support/environments';
import { configuration, otherStores } from './support/configuration';
import { run as terraform, succeed } from './support/terraform';

const stores = {
  vault: configuration(environment('production')),
  aws: configuration(environment('production', otherStores.aws)),
  gcp: configuration(environment('production', otherStores.gcp)),
};

/** Lets a test change a file, and puts it back. */
function changed(file: string, edit: (text: string) => string, look: () => void): void {
  const text = readFileSync(file, 'utf8');
  expect(edit(text)).not.toBe(text);
  writeFileSync(file, edit(text));
  try {
    look();
  } finally {
    writeFileSync(file, text);
  }
}

describe.each(Object.entries(stores))('a value of the store %s', (store, { root, folder, run }) => {
  const file = path.join(root, 'deploy/terraform/modules/secret-store', store, 'values.tf');
  beforeAll(() => succeed(folder, 'init'));

  test('is refused where it would be kept in the state', () => {
    const stored = (text: string) => text.replace(/_wo( +=)/, '$1').replace(/\n +\w+_wo_version .*/, '');
    changed(file, stored, () =>
      expect(run('plan', '-input=false')).toEqual({
        code: 1,
        text: expect.stringContaining('Invalid use of ephemeral value'),
      }),
    );
  });

  test('is refused in an output of the module', () => {
    const shown = (text: string) => `${text}\noutput "json" {\n  value = module.values.json\n}\n`;
    changed(file, shown, () =>
      expect(run('plan', '-input=false')).toEqual({
        code: 1,
        text: expect.stringContaining('This output value is not declared as returning an ephemeral value'),
      }),
    );
  });

  test('is refused in an output of the configuration', () => {
    const shown = (text: string) => `${text}\noutput "values" {\n  value = var.values\n}\n`;
    changed(path.join(folder, 'main.tf'), shown, () =>
      expect(terraform(folder, 'validate')).toEqual({
        code: 1,
        text: expect.stringContaining('This output value is not declared as returning an ephemeral value'),
      }),
    );
  });
});

describe('what an operator has to give', () => {
  const { folder, run } = stores.vault;
  const pull = 'production/registry/pull';
  type Values = Record<string, Record<string, string>>;
  const plan = (edit: (values: Values) => unknown, more: Readonly<Record<string, unknown>> = {}) => {
    run('version', '-json');
    const { values } = JSON.parse(readFileSync(path.join(folder, 'answers.tfvars.json'), 'utf8'));
    edit(values);
    return run('plan', '-input=false', { values, ...more });
  };

  test.each([
    ['missing', (values: Values) => delete values[pull]],
    ['empty', (values: Values) => (values[pull] = { dockerconfigjson: '' })],
    ['called something else', (values: Values) => (values[pull] = { json: 'x' })],
  ])('is asked for by name when it is %s', (_, edit) => {
    const said = plan(edit);
    expect(said).toEqual({ code: 1, text: expect.stringContaining('A value is missing.') });
    expect(said.text).toContain(`${pull} dockerconfigjson`);
  });

  test('is not asked for again once it is there', () => {
    expect(plan((values) => delete values[pull], { unchanged: [pull] })).toMatchObject({ code: 0 });
  });
});
