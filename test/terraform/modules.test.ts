import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../support/folders';
import { checkout, run, succeed } from './support/terraform';

const root = checkout(temporaryFolder());
const modules = path.join(root, 'deploy/terraform/modules');
const names = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'versions.tf')
  .map((file) => path.dirname(file))
  .sort();

test('all files are as `terraform fmt` writes them', () => {
  expect(run(path.join(root, 'deploy/terraform'), 'fmt', '-check', '-recursive')).toEqual({ code: 0, text: '' });
});

// Its output is ephemeral, so it is no module to start from; secrets.test.ts looks at it through the others.
test.each(names.filter((name) => name !== 'secret-store/values'))(
  '%s is valid, passes its own tests, and has no argument that a provider does not know',
  (name) => {
    const folder = path.join(modules, name);
    succeed(folder, 'init');
    succeed(folder, 'validate');
    expect(run(folder, 'test')).toEqual({ code: 0, text: expect.stringMatching(/[1-9]\d* passed, 0 failed/) });

    // One at a time, because what depends on a mistake is not looked at.
    for (const file of readdirSync(folder).filter((file) => file.endsWith('.tf'))) {
      const place = path.join(folder, file);
      const text = readFileSync(place, 'utf8');
      for (const [line] of text.matchAll(/^resource "\w+" "\w+" \{$/gm)) {
        writeFileSync(place, text.replace(line, `${line}\n  retention_dayz = 1\n`));
        const said = run(folder, 'validate');
        expect([line, said]).toEqual([
          line,
          { code: 1, text: expect.stringContaining('named "retention_dayz" is not') },
        ]);
      }
      writeFileSync(place, text);
    }
  },
);
