import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers } from '../support/answers';
import { ROOT } from '../support/environments';

const production = readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8')
  .replace('kernel:\n', 'kernel:\n  topology: embedded\n')
  .replace(/^ {2}autoscaling:\n( {4}.*\n)+/m, '')
  .replace('daemon:\n', 'daemon:\n  drain: { retryAfterSeconds: 60 }\n');

/** What a person sees, without where. */
function said(text: string): string[] {
  return answers(text).map((answer) => answer.replace(/^production\.yaml:\d+ {2}/, ''));
}

test('through Envoy Gateway the daemon drains', () => {
  expect(said(production)).toEqual([]);
});

test.each([
  [
    'ingress-nginx',
    (text: string) =>
      text
        .replace(/^ {2}kind: gateway\n {2}gateway:\n( {4}.*\n)+/m, '  kind: ingress\n  issuer: { name: ca }\n')
        .replace('    - envoy-gateway\n', ''),
    'needs route.kind: gateway; ingress-nginx tells no methods of a path apart, so lists of sandboxes would be refused as well',
  ],
  [
    'a gateway without policies',
    (text: string) => text.replace('    policies: envoy-gateway\n', '').replace(/^ {2}adminAllowList: .*\n/m, ''),
    'needs route.gateway.policies: envoy-gateway; the Gateway API itself has no answer without a backend but redirects',
  ],
])('%s cannot refuse new sandboxes alone', (_, change, why) => {
  expect(said(change(production))).toEqual([`daemon.drain: ${why}  [environment/drain-route]`]);
});
