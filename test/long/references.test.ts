import path from 'node:path';
import { contextOf } from '../../commands/context';
import type { Data, FieldPath } from '../../kubernetes/access';
import { at, mapOf } from '../../kubernetes/access';
import { manifestsOf } from '../../pipeline/objects/manifest';
import { readManifests } from '../../pipeline/objects/read';
import type { Manifest } from '../../pipeline/objects/manifest';
import type { Finding, TreeFinding } from '../../pipeline/checks/rule';
import { treeRules } from '../../pipeline/checks/rules';
import { environment, ROOT } from '../support/environments';

/** The end of paths, with dots and without indexes, whose text names something else in the tree. */
const references = [
  /\.(secretKeyRef|configMapKeyRef|secretRef|configMapRef|secretStoreRef|generatorRef|storeRef)\.name$/,
  /\.(secretKeyRef|configMapKeyRef)\.key$/,
  /\.volumes\.secret\.secretName$|\.volumes\.configMap\.name$|\.sources\.(secret|configMap)\.name$/,
  /\.persistentVolumeClaim\.claimName$/,
  /\.(serviceAccountName|priorityClassName|runtimeClassName|storageClassName|ingressClassName|serviceName)$/,
  /\.imagePullSecrets\.name$/,
  /^roleRef\.name$|^subjects\.name$/,
  /\.scaleTargetRef\.name$/,
  /\.(backendRefs|service)\.name$|^spec\.parentRefs\.name$|^spec\.targetRefs?\.name$/,
  /^spec\.tls\.secretName$|^spec\.issuerRef\.name$/,
  /^spec\.(podSelector|selector)\.matchLabels\.app\.kubernetes\.io\/name$/,
  /^spec\.(ingress|egress)\.(from|to)\.(podSelector|namespaceSelector)\.matchLabels\./,
  /^spec\.dependsOn\.name$|^spec\.sourceRef\.name$|^spec\.project$|^spec\.(source\.)?path$/,
  /^spec\.cluster\.name$|\.barmanObjectName$|\.passwordSecret\.name$/,
  /\.volumeMounts\.subPath$/,
  /^spec\.(endpoints|podMetricsEndpoints)\.port$/,
];

interface Mutant {
  readonly how: string;
  readonly tree: readonly Manifest[];
  /** The object with the mistake; unset when it is gone. */
  readonly broken?: Manifest;
  readonly path: FieldPath;
  /** What a finding elsewhere has to name. */
  readonly name: string;
}

function* leaves(value: unknown, here: FieldPath = []): Generator<[FieldPath, string | number]> {
  if (typeof value === 'string' || typeof value === 'number') yield [here, value];
  if (value === null || typeof value !== 'object') return;
  for (const [key, member] of Object.entries(value))
    yield* leaves(member, [...here, Array.isArray(value) ? Number(key) : key]);
}

function changed(manifest: Manifest, at: FieldPath, value: unknown): Manifest {
  const object = structuredClone(manifest.object) as Record<string, unknown>;
  let holder: Record<string | number, unknown> = object;
  for (const step of at.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  holder[at.at(-1) ?? ''] = value;
  return manifestsOf(manifest.file, manifest.text, object)[0] ?? manifest;
}

function replaced(tree: readonly Manifest[], old: Manifest, by: Manifest): Manifest[] {
  return tree.map((manifest) => (manifest === old ? by : manifest));
}

/** Every name of something else, misspelt; every address inside the cluster, with another port. */
function* misspelt(tree: readonly Manifest[]): Generator<Mutant> {
  for (const manifest of tree) {
    for (const [place, value] of leaves(manifest.object)) {
      const dotted = place.filter((step) => typeof step === 'string').join('.');
      // A workload whose selector fits no pod of its own is found without the others.
      const isOwnSelector = manifest.pod !== undefined && dotted.startsWith('spec.selector.');
      const isName = !isOwnSelector && references.some((pattern) => pattern.test(dotted));
      const address = /^[^\n]*\.svc:\d+/.test(String(value));
      if (!isName && !address) continue;
      const wrong = address ? String(value).replace(/\.svc:(\d+)/, '.svc:1$1') : `${value}x`;
      const broken = changed(manifest, place, wrong);
      yield { how: `"${wrong}"`, tree: replaced(tree, manifest, broken), broken, path: place, name: String(value) };
    }
  }
}

/** Kinds that somebody in the tree refers to by name, so that they cannot just go. */
const needed = ['ConfigMap', 'ExternalSecret', 'PersistentVolumeClaim', 'PriorityClass', 'Role', 'RuntimeClass'];
const alsoNeeded = ['SecretStore', 'Service', 'ServiceAccount', 'AppProject', 'GitRepository', 'Namespace'];

function* removed(tree: readonly Manifest[]): Generator<Mutant> {
  for (const manifest of tree) {
    if (![...needed, ...alsoNeeded].includes(String(manifest.object.kind))) continue;
    const { name, labels } = mapOf(manifest.object.metadata);
    // Grafana's sidecar takes every ConfigMap with this label; nobody names them.
    if ('grafana_dashboard' in mapOf(labels)) continue;
    yield { how: 'removed', tree: tree.filter((one) => one !== manifest), path: [], name: String(name) };
  }
}

function isCaught({ tree, broken, path: place, name }: Mutant, found: readonly TreeFinding[]) {
  const dotted = place.join('.');
  return found.some(([manifest, finding]) => {
    const own = manifest === broken && (dotted.startsWith(finding.path.join('.')) || isInside(finding.path, place));
    return own || (broken === undefined && tree.includes(manifest) && names(manifest, finding, name));
  });
}

function isInside(path: FieldPath, holder: FieldPath): boolean {
  return holder.every((step, i) => path[i] === step);
}

function names(manifest: Manifest, { path: place, message }: Finding, name: string): boolean {
  const texts = [message, JSON.stringify(at(manifest.object as Data, [...place]) ?? ''), nameOf(manifest)];
  return texts.some((text) => text.includes(name));
}

function nameOf({ object }: Manifest): string {
  return String(mapOf(object.metadata).name);
}

let count = 0;
const missed: string[] = [];
/** Environments have most of what they render in common: what is like this was tried in another one. */
const tried = new Set<string>();

function isNew({ how, broken, path: place, name }: Mutant, environment: string): boolean {
  const { kind = '', metadata } = broken?.object ?? {};
  const what = [kind, mapOf(metadata).name, place.join('.'), name, how].join(' ').replaceAll(`-${environment}`, '');
  return tried.size !== tried.add(what).size;
}

test.each(['dev', 'staging', 'production'])('%s: a tree with a name that leads nowhere', (name) => {
  const { manifests: tree } = readManifests([path.join(ROOT, 'gitops', name)]);
  const context = contextOf(environment(name));
  const judge = (objects: readonly Manifest[]) => treeRules.flatMap((rule) => [...rule.checkTree(objects, context)]);
  expect(judge(tree)).toEqual([]);
  for (const mutant of [...misspelt(tree), ...removed(tree)]) {
    if (!isNew(mutant, name)) continue;
    count++;
    if (isCaught(mutant, judge(mutant.tree))) continue;
    const { kind = '' } = mutant.broken?.object ?? {};
    missed.push(`${name}: ${String(kind)} ${mutant.name} ${mutant.path.join('.')} ${mutant.how}`);
  }
});

test('of some hundreds, at most one in a hundred gets through', () => {
  expect(count).toBeGreaterThan(700);
  expect(missed.slice(count / 100)).toEqual([]);
});
