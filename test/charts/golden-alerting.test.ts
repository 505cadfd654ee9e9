import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { alertingPage } from '../support/alerting-page';
import { ROOT } from '../support/environments';

test('docs/alerting.md says what the rules and routes say; npm run update-golden writes it', () => {
  const file = path.join(ROOT, 'docs/alerting.md');
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, alertingPage());
  expect(readFileSync(file, 'utf8')).toBe(alertingPage());
});
