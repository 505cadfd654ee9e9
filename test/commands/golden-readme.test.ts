import { changedEnvironments } from '../../scripts/readme-sample.mjs';
import { bkg } from '../support/cli';
import { expectSection } from '../support/docs-section';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();

test('README shows what plan says', () => {
  const environments = changedEnvironments(ROOT, temporary);
  const { out } = bkg(['plan', '--environments', environments, '--env', 'production']);
  // What nobody notices is a long end.
  const [graver = ''] = out.split('\nsafe:');
  expectSection('README.md', 'plan', `\n\`\`\`\n${graver}\`\`\`\n\n`);
});
