// Writes imports/definitions/ from the definitions that operators publish inside their Go modules: what a cluster with
// them holds custom resources to. Needs Go and its module proxy, so it is run by hand: `node scripts/import/definitions.mjs`,
// once per new version of an operator, followed by `npm run generate`. Same modules, same bytes.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readModule } from './go-module.mjs';
import { load, root } from './load.mjs';

/**
 * Module and the folder of its definitions. The newest that the module proxy has, so that `check` refuses no field that some
 * operator knows; what deploy/operators.yaml installs may be older and have less. Kinds that only older or no modules
 * have come from npm (scripts/import/kinds.ts): Flux's other controllers, and prometheus-operator, whose newest module
 * is older than its npm package.
 */
const MODULES = [
  ['github.com/argoproj/argo-cd/v3@v3.6.1', 'manifests/crds'],
  ['github.com/argoproj/argo-rollouts@v1.10.2', 'manifests/crds'],
  ['github.com/cert-manager/cert-manager@v1.21.2', 'deploy/crds'],
  ['github.com/cloudnative-pg/cloudnative-pg@v1.30.0', 'config/crd/bases'],
  ['github.com/cloudnative-pg/plugin-barman-cloud@v0.15.0', 'config/crd/bases'],
  ['github.com/envoyproxy/gateway@v1.9.1', 'charts/gateway-helm/charts/crds/crds/generated'],
  ['github.com/external-secrets/external-secrets@v1.3.2', 'config/crds/bases'],
  ['github.com/fluxcd/kustomize-controller@v1.10.1', 'config/crd/bases'],
  ['github.com/fluxcd/source-controller@v1.10.1', 'config/crd/bases'],
  ['github.com/kyverno/kyverno@v1.19.1', 'config/crds'],
  ['github.com/open-telemetry/opentelemetry-operator@v0.140.0', 'config/crd/bases'],
  ['github.com/sigstore/policy-controller@v0.13.1', 'config'],
  // The experimental channel has every field of the standard one.
  ['sigs.k8s.io/gateway-api@v1.7.0', 'config/crd/experimental'],
  ['sigs.k8s.io/security-profiles-operator@v0.10.0', 'deploy/base-crds/crds'],
];

const { definitionSchemas } = await load('definition-schemas');
const texts = MODULES.flatMap(([module, folder]) =>
  readModule(module, (unpacked) => yamlBelow(path.join(unpacked, folder))),
);
const out = path.join(root, 'imports/definitions');
rmSync(out, { recursive: true, force: true });
for (const [name, text] of definitionSchemas(root, texts)) {
  mkdirSync(path.dirname(path.join(out, name)), { recursive: true });
  writeFileSync(path.join(out, name), text);
}

function yamlBelow(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.ya?ml$/.test(name));
  return files.sort().map((name) => readFileSync(path.join(folder, name), 'utf8'));
}
