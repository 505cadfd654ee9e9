import { said } from './tree';

const kustomization = (spec: string) =>
  `{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: web, namespace: flux}, spec: {path: ./apps/web, ${spec}}}`;
const release = (spec: string) =>
  `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: web, namespace: flux}, spec: {${spec}}}`;

const rbac = 'apiVersion: rbac.authorization.k8s.io/v1';
const account = '{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: flux}}';
const subject = '{kind: ServiceAccount, name: web, namespace: flux}';
const role = (rules: string, namespace = 'web', more = '') =>
  `{${rbac}, kind: Role, metadata: {name: r, namespace: ${namespace}}, rules: [${rules}]${more}}`;
const clusterRole = (rules: string, more = '') =>
  `{${rbac}, kind: ClusterRole, metadata: {name: c}, rules: [${rules}]${more}}`;
const binding = (ref = 'Role, name: r', who = subject, namespace = 'web') =>
  `{${rbac}, kind: RoleBinding, metadata: {name: b, namespace: ${namespace}}, roleRef: {kind: ${ref}}, subjects: [${who}]}`;
const everywhere = (ref: string) =>
  `{${rbac}, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {kind: ClusterRole, name: ${ref}}, subjects: [${subject}]}`;
const may = (groups: string, resources: string, verbs = 'create, patch', more = '') =>
  `{apiGroups: [${groups}], resources: [${resources}], verbs: [${verbs}]${more}}`;

const deployment = '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: web}}';
const policy = '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: web}}';
const namespace = '{apiVersion: v1, kind: Namespace, metadata: {name: web}}';

const own = 'serviceAccountName: web';
const all = may("'*'", "'*'", "'*'");
const refused = 'delivery/account-permitted Kustomization web spec.serviceAccountName: ServiceAccount "web" may not';
const released = 'delivery/account-permitted HelmRelease web spec.serviceAccountName: ServiceAccount "web" may not';

test.each<[string, string[], string[], ...string[]]>([
  ['all that is there', [kustomization(own), account, role(all), binding()], [deployment, policy]],
  [
    'what no rule allows',
    [kustomization(own), account, role(may('apps', 'deployments')), binding()],
    [deployment, policy],
    `${refused} create or patch networkpolicies.networking.k8s.io in namespace "web", as NetworkPolicy "web" needs; allow it in a role, or move it`,
  ],
  [
    'to change, but not to make it',
    [kustomization(own), account, role(may('apps', 'deployments', 'patch')), binding()],
    [deployment],
    `${refused} create deployments.apps in namespace "web", as Deployment "web" needs; allow it in a role, or move it`,
  ],
  [
    'objects of another name',
    [kustomization(own), account, role(may('apps', 'deployments', "'*'", ', resourceNames: [api]')), binding()],
    [deployment],
    `${refused} create or patch deployments.apps in namespace "web", as Deployment "web" needs; allow it in a role, or move it`,
  ],
  [
    'objects of its name',
    [kustomization(own), account, role(may('apps', 'deployments', "'*'", ', resourceNames: [web]')), binding()],
    [deployment],
  ],
  [
    'the same elsewhere',
    [kustomization(own), account, role(all, 'data'), binding('Role, name: r', subject, 'data')],
    [deployment],
    `${refused} create or patch deployments.apps in namespace "web", as Deployment "web" needs; allow it in a role, or move it`,
  ],
  [
    'what goes to the namespace of the Kustomization',
    [kustomization(`${own}, targetNamespace: web`), account, role(all), binding()],
    ['{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}'],
  ],
  [
    'nothing outside namespaces',
    [kustomization(own), account, clusterRole(all), binding('ClusterRole, name: c')],
    [deployment, namespace],
    `${refused} create or patch namespaces, as Namespace "web" needs; allow it in a role, or move it`,
  ],
  ['everything everywhere', [kustomization(own), account, clusterRole(all), everywhere('c')], [deployment, namespace]],
  [
    'what a role of the cluster allows that nobody here knows',
    [kustomization(own), account, everywhere('admin')],
    [deployment],
  ],
  [
    'what is put together from other roles',
    [kustomization(own), account, clusterRole('', ', aggregationRule: {clusterRoleSelectors: [{}]}'), everywhere('c')],
    [deployment],
  ],
  [
    'what its group may',
    [
      kustomization(own),
      account,
      role(all),
      binding('Role, name: r', "{kind: Group, name: 'system:serviceaccounts:flux'}"),
    ],
    [deployment],
  ],
  [
    'what a user of its name may',
    [
      kustomization(own),
      account,
      role(all),
      binding('Role, name: r', "{kind: User, name: 'system:serviceaccount:flux:web'}"),
    ],
    [deployment],
  ],
  [
    'what somebody else may: nobody here knows',
    [kustomization(own), account, role(''), binding('Role, name: r', '{kind: User, name: anna}')],
    [deployment],
  ],
  [
    'nothing, of kinds that nobody here knows',
    [kustomization(own), account, role(''), binding()],
    ['{apiVersion: other.example/v1, kind: Thing, metadata: {name: x, namespace: web}}'],
  ],
  [
    'nothing, of a kind that the tree defines',
    [
      kustomization(own),
      account,
      role(''),
      binding(),
      '{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: t}, spec: {group: other.example, scope: Namespaced, names: {kind: Thing, plural: thingies}}}',
    ],
    ['{apiVersion: other.example/v1, kind: Thing, metadata: {name: x, namespace: web}}'],
    `${refused} create or patch thingies.other.example in namespace "web", as Thing "x" needs; allow it in a role, or move it`,
  ],
  ['what is patched on the way', [kustomization(`${own}, patches: [{}]`), account, role(''), binding()], [deployment]],
  [
    'names that are put in later',
    [kustomization(own), account, role(''), binding()],
    ['{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: "${ns}"}}'],
  ],
  [
    'what another cluster allows',
    [kustomization(`${own}, kubeConfig: {}`), account, role(''), binding()],
    [deployment],
  ],
  ['what nobody here knows of an account elsewhere', [kustomization(own), role(''), binding()], [deployment]],
  [
    'to keep the release',
    [release(own), account, role(may("''", 'secrets'), 'flux'), binding('Role, name: r', subject, 'flux')],
    [],
  ],
  [
    'not to keep the release',
    [release(own), account, role(may("''", 'configmaps'), 'flux'), binding('Role, name: r', subject, 'flux')],
    [],
    `${released} create secrets in namespace "flux", where Helm keeps the release; allow it in a role`,
  ],
  [
    'nothing where the release goes',
    [
      release(`${own}, targetNamespace: web`),
      account,
      role(may("''", 'secrets'), 'flux'),
      binding('Role, name: r', subject, 'flux'),
    ],
    [],
    `${released} do anything in namespace "web", where the release goes; bind a role there`,
  ],
  [
    'all where the release goes and is kept',
    [release(`${own}, targetNamespace: web, storageNamespace: web`), account, role(all), binding()],
    [],
  ],
])('an account may do %s', (_, objects, brought, ...found) => {
  expect(said({ 'flux/web.yaml': objects.join('\n---\n'), 'apps/web/all.yaml': brought.join('\n---\n') })).toEqual(
    found,
  );
});

const target = 'delivery/target-namespace';

test.each<[string, string[], string[], ...string[]]>([
  ['where it is already', [kustomization('targetNamespace: web')], [namespace, deployment]],
  [
    'that takes an object elsewhere',
    [kustomization('targetNamespace: web'), namespace],
    ['{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: data}}'],
    `${target} ConfigMap x metadata.namespace: Kustomization "web" puts it into "web"; write "web", or remove "targetNamespace" there`,
  ],
  [
    'that renames a Namespace',
    [kustomization('targetNamespace: web'), namespace],
    ['{apiVersion: v1, kind: Namespace, metadata: {name: data}}'],
    `${target} Namespace data metadata.name: Kustomization "web" renames it to "web"; write "web", or remove "targetNamespace" there`,
  ],
  ['with objects outside namespaces', [kustomization('targetNamespace: web'), namespace], [clusterRole('')]],
  [
    'that is not there',
    [kustomization('targetNamespace: wbe'), namespace],
    [],
    `${target} Kustomization web spec.targetNamespace: namespace "wbe" is not there; did you mean "web"`,
  ],
  ['that every cluster has', [kustomization('targetNamespace: kube-system'), namespace], []],
  ['that somebody else may make', [kustomization('targetNamespace: web')], []],
  ['that is put in later', [kustomization('targetNamespace: "${ns}"'), namespace], []],
  ['of another cluster', [kustomization('targetNamespace: far, kubeConfig: {}'), namespace], []],
  [
    'of a release that is not there',
    [release('targetNamespace: far'), namespace],
    [],
    `${target} HelmRelease web spec.targetNamespace: namespace "far" is not there; add it, or name one that is there`,
  ],
  ['of a release that makes it', [release('targetNamespace: far, install: {createNamespace: true}'), namespace], []],
])('a target namespace %s', (_, objects, brought, ...found) => {
  expect(said({ 'flux/web.yaml': objects.join('\n---\n'), 'apps/web/all.yaml': brought.join('\n---\n') })).toEqual(
    found,
  );
});

test('an account that is not there is one that is named for nothing', () => {
  const there = '{apiVersion: v1, kind: Namespace, metadata: {name: flux}}';
  const pod = '{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: flux}, spec: {containers: []}}';
  const found = (spec: string) =>
    said({
      'flux/all.yaml': [there, pod, kustomization(spec), release(`${spec}, targetNamespace: kube-system`)].join(
        '\n---\n',
      ),
    });
  expect(found(own)).toEqual(
    ['Kustomization', 'HelmRelease'].map((kind) => expect.stringMatching(`^reference/service-account ${kind} web `)),
  );
  expect(found(`${own}, kubeConfig: {secretRef: {name: far}}`)).toEqual([]);
});
