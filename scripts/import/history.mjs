// Writes imports/kubernetes.json from the published API of every minor, and kubernetes/omitted-fields.json from the Go
// types of the one in omitted-fields/go.mod. Needs Go and its module proxy, so it is run by hand:
// `node scripts/import/history.mjs`, once per new minor, followed by `npm run import`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readModule } from './go-module.mjs';
import { load, root } from './load.mjs';

/** A patch of each minor that the module proxy has; fields do not change between patches. */
const RELEASES = [
  ...['1.27.16', '1.28.15', '1.29.6', '1.30.14', '1.31.14', '1.32.13', '1.33.13', '1.34.4', '1.35.4'],
  ...['1.36.3', '1.37.2'],
];

const { historyText } = await load('kubernetes-history');
const swaggers = RELEASES.map((release) => [release, swagger(release)]);
writeFileSync(path.join(root, 'imports/kubernetes.json'), historyText(new Map(swaggers)));

const omitted = execFileSync('go', ['run', '.'], { cwd: path.join(root, 'scripts/import/omitted-fields') });
writeFileSync(path.join(root, 'kubernetes/omitted-fields.json'), omitted);

/** The OpenAPI document inside the module of Kubernetes itself. */
function swagger(release) {
  const read = (folder) => JSON.parse(readFileSync(path.join(folder, 'api/openapi-spec/swagger.json'), 'utf8'));
  return readModule(`k8s.io/kubernetes@v${release}`, read);
}
