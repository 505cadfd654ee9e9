import {
  isDestinationPermitted,
  isGroupKindPermitted,
  isNamespacePermitted,
  isSourcePermitted,
  projectOf,
} from '../../../../pipeline/checks/delivery/project';

/*
 * The facts of the tables are those of Argo CD's own tests: argo-cd v3.5.1, pkg/apis/application/v1alpha1/types_test.go,
 * TestAppProject_IsSourcePermitted to TestAppProject_IsGroupKindPermitted, and TestAppProjectIsSourceNamespacePermitted.
 */

const project = (spec: object) => projectOf({ spec });
const yes = true;
const no = false;

const gitHub = 'https://github.com/argoproj';
const gitLab = 'https://gitlab.com/group';

test.each<[string[], string, boolean]>([
  [['*'], `${gitHub}/test.git`, yes],
  [[`${gitHub}/test.git`], `${gitHub}/test.git`, yes],
  [['ssh://git@GITHUB.com:argoproj/test'], 'ssh://git@github.com:argoproj/test', yes],
  [[`${gitHub}/*`], `${gitHub}/argoproj.git`, yes],
  [
    ['https://github.com/test1/test.git', 'https://github.com/test2/test.git'],
    'https://github.com/test2/test.git',
    yes,
  ],
  [[`${gitHub}/test1.git`], `${gitHub}/test2.git`, no],
  [[`${gitHub}/*.git`], 'https://github.com/argoproj1/test2.git', no],
  [[`${gitHub}/foo`], `${gitHub}/foo1`, no],
  [[`${gitLab}/*`], `${gitLab}/repo/owner`, no],
  [[`${gitLab}/*/*`], `${gitLab}/repo/owner`, yes],
  [[`${gitLab}/*/*/*`], `${gitLab}/sub-group/repo/owner`, yes],
  [[`${gitLab}/**`], `${gitLab}/sub-group/repo/owner`, yes],
  // With patterns that deny.
  [[`!${gitHub}/test.git`], `${gitHub}/test.git`, no],
  [['!ssh://git@GITHUB.com:argoproj/test'], 'ssh://git@github.com:argoproj/test', no],
  [[`!${gitHub}/*`], `${gitHub}/argoproj.git`, no],
  [
    ['https://github.com/test1/test.git', '!https://github.com/test2/test.git'],
    'https://github.com/test2/test.git',
    no,
  ],
  [[`!${gitHub}/foo*`], `${gitHub}/foo1`, no],
  [[`!${gitLab}/*/*`], `${gitLab}/repo/owner`, no],
  [[`!${gitLab}/*/*/*`], `${gitLab}/sub-group/repo/owner`, no],
  [[`!${gitLab}/**`], `${gitLab}/sub-group/repo/owner`, no],
  [[`${gitHub}/test1.git`, '*'], `${gitHub}/test2.git`, yes],
  [[`!${gitHub}/*.git`, '*'], 'https://github.com/argoproj1/test2.git', yes],
  // None at all.
  [[], `${gitHub}/test.git`, no],
])('a project of %j and %s: %s', (sourceRepos, url, permitted) => {
  expect(isSourcePermitted(project({ sourceRepos }), url)).toBe(permitted);
});

/** Server and name of a cluster, or patterns for them, and a namespace. */
type Place = [server: string, name: string, namespace: string];

const local = 'https://kubernetes.default.svc';
const eks = 'https://eks-cluster-endpoint.ap-southeast-1.eks.amazonaws.com';
const named = ([server, name, namespace]: Place) => ({ server, name, namespace });

test.each<[Place[], Place, boolean]>([
  [[[local, '', 'default']], [local, '', 'default'], yes],
  [[[local, '', 'default']], [local, '', 'kube-system'], no],
  [[['https://my-cluster', '', 'default']], [local, '', 'default'], no],
  [[[local, '', '*']], [local, '', 'kube-system'], yes],
  [[['https://*.default.svc', '', 'default']], [local, '', 'default'], yes],
  [[['https://team1-*', '', 'default']], ['https://test2-dev-cluster', '', 'default'], no],
  [[[local, '', 'test-*']], [local, '', 'test-foo'], yes],
  [[[local, '', 'test-*']], [local, '', 'test'], no],
  [[['*', '', '*']], [local, '', 'test'], yes],
  [[['', 'test', '*']], ['', 'test', 'test'], yes],
  [[['', 'test2', '*']], ['', 'test', 'test'], no],
  [
    [
      [local, 'host-cluster', '!{kube-system,argocd}'],
      [eks, 'destination-cluster-01', '*'],
    ],
    [eks, '', 'kube-system'],
    yes,
  ],
  // With patterns that deny.
  [[[`!${local}`, '', 'default']], [local, '', 'default'], no],
  [[[local, '', '!default']], [local, '', 'kube-system'], yes],
  [[['!https://my-cluster', '', 'default']], [local, '', 'default'], yes],
  [[[`!${local}`, '', '*']], [local, '', 'kube-system'], no],
  [[['!https://*.default.svc', '', 'default']], [local, '', 'default'], no],
  [[['!https://team1-*', '', 'default']], ['https://test2-dev-cluster', '', 'default'], yes],
  [[[local, '', '!test-*']], [local, '', 'test-foo'], no],
  [[[local, '', '!test-*']], [local, '', 'test'], yes],
  [[['', '!test', '*']], ['', 'test', 'test'], no],
  [[['', '!test2', '*']], ['', 'test', 'test'], yes],
  [
    [
      ['*', '', 'kube-system'],
      ['*', '', '!kube-system'],
    ],
    [local, '', 'kube-system'],
    no,
  ],
  [
    [
      ['*', '', '*'],
      ['*', '', '!kube-system'],
    ],
    [local, '', 'kube-system'],
    no,
  ],
  [
    [
      [local, '', '*'],
      [`!${local}`, '', '*'],
    ],
    [local, '', 'kube-system'],
    no,
  ],
  [
    [
      ['*', '', '*'],
      [`!${local}`, '', 'kube-system'],
    ],
    [local, '', 'kube-system'],
    no,
  ],
  [
    [
      ['*', '', '*'],
      [`!${local}`, '', 'kube-system'],
      ['*', '', '!kube-system'],
    ],
    [local, '', 'kube-system'],
    no,
  ],
  [
    [
      ['*', '', '*'],
      [`!${local}`, '', 'kube-system'],
      ['*', '', '!kube-system'],
    ],
    [local, '', 'default'],
    yes,
  ],
  [
    [
      ['*', '', '*'],
      [`!${local}`, '', 'kube-system'],
      ['*', '', '!kube-system'],
    ],
    ['https://test-dev-cluster', '', 'kube-system'],
    no,
  ],
  [
    [
      ['', 'test', '*'],
      ['', '!test', '*'],
    ],
    ['', 'test', 'test'],
    no,
  ],
  [
    [
      ['*', '', 'test'],
      ['!https://test-server', '', 'other'],
    ],
    ['https://test-server', '', 'test'],
    yes,
  ],
  [
    [
      ['*', '', '*'],
      ['https://test-server', '', '!other'],
    ],
    ['https://other-test-server', '', 'other'],
    yes,
  ],
  // Not from its tests: what stopped production, an empty namespace, which only a pattern lets through.
  [
    [
      [local, '', 'bkg-web-app'],
      [local, '', 'bkg-checks'],
    ],
    [local, 'in-cluster', ''],
    no,
  ],
  [[[local, '', '*']], [local, 'in-cluster', ''], yes],
  [[], [local, 'in-cluster', 'default'], no],
])('a project of %j and %j: %s', (places, [server, name, namespace], permitted) => {
  const destinations = places.map(named);
  expect(isDestinationPermitted(project({ destinations }), { server, name }, namespace) ?? no).toBe(permitted);
});

test.each<[Place, [server: string, name: string], Place, boolean]>([
  [['https://team1-*', '', 'default'], ['-', '-'], ['https://team1-something.com', '', 'default'], no],
  [
    ['https://my-cluster.123.com', '', 'default'],
    ['https://my-cluster.123.com', '-'],
    ['https://my-cluster.123.com', '', 'default'],
    yes,
  ],
  [
    ['https://my-cluster.123.com', '', 'default'],
    ['https://my-cluster.123.com', '-'],
    ['https://some-other-cluster.example.com', '', 'default'],
    no,
  ],
  [['', 'some-server', 'default'], ['-', '-'], ['', 'some-server', 'default'], no],
  [['', 'some-other-server', 'default'], ['-', 'some-other-server'], ['', 'some-other-server', 'default'], yes],
  [['', 'some-server', 'default'], ['-', 'some-server'], ['', 'some-other-server', 'default'], no],
])('a project of %j that allows its own clusters only, %j, and %j: %s', (place, own, destination, permitted) => {
  const spec = { permitOnlyProjectScopedClusters: true, destinations: [named(place)] };
  const [server, name, namespace] = destination;
  const clusters = [{ server: own[0], name: own[1] }];
  expect(isDestinationPermitted(project(spec), { server, name }, namespace, clusters)).toBe(permitted);
});

test.each<[string, Place[], { server?: string; name?: string }, string | undefined, boolean | undefined]>([
  ['a name that nothing is said about', [[local, '', 'web']], { server: local }, 'web', yes],
  ['a name that is denied where the server fits', [[local, '!prod', 'web']], { server: local }, 'web', yes],
  [
    'a name that is denied elsewhere',
    [
      ['*', '', '*'],
      ['', '!prod', 'web'],
    ],
    { server: local },
    'web',
    undefined,
  ],
  ['a server that only one name fits', [['', 'prod', 'web']], { server: local }, 'web', undefined],
  ['a server that fits nothing', [[eks, '', 'web']], { server: local }, 'web', no],
  ['a namespace of a server that fits nothing', [[eks, '', '*']], { server: local }, undefined, no],
  ['a namespace where every one may be', [[local, '', '*']], { server: local }, undefined, yes],
  ['a namespace where some may be', [[local, '', 'web']], { server: local }, undefined, undefined],
  ['nothing', [['*', '', '*']], {}, undefined, yes],
])('what is not known: %s', (_, places, cluster, namespace, permitted) => {
  expect(isDestinationPermitted(project({ destinations: places.map(named) }), cluster, namespace)).toBe(permitted);
});

test('own clusters that are not known', () => {
  const spec = { permitOnlyProjectScopedClusters: true, destinations: [named(['*', '', '*'])] };
  expect(isDestinationPermitted(project(spec), { server: local, name: 'in-cluster' }, 'web')).toBeUndefined();
});

const listed = (kind: string, group = '', name?: string) => ({ group, kind, ...(name !== undefined && { name }) });

test.each<[object, string, boolean, boolean]>([
  [
    { namespaceResourceWhitelist: [], namespaceResourceBlacklist: [listed('Deployment', 'apps')] },
    'apps/ReplicaSet',
    yes,
    no,
  ],
  [
    { namespaceResourceWhitelist: [], namespaceResourceBlacklist: [listed('Deployment', 'apps')] },
    'apps/Deployment',
    yes,
    no,
  ],
  [{ namespaceResourceWhitelist: [listed('ReplicaSet', 'apps')] }, 'apps/ReplicaSet', yes, yes],
  [{ namespaceResourceWhitelist: [listed('ReplicaSet', 'apps')] }, 'apps/Action', yes, no],
  [{ namespaceResourceBlacklist: [listed('Deployment', 'apps')] }, 'apps/Deployment', yes, no],
  [{ namespaceResourceBlacklist: [listed('Deployment', 'apps')] }, 'apps/ReplicaSet', yes, yes],
  [{ clusterResourceBlacklist: [listed('Namespace')] }, '/Namespace', no, no],
  [
    { clusterResourceWhitelist: [listed('*', '*')], clusterResourceBlacklist: [listed('*', '*')] },
    '/Namespace',
    no,
    no,
  ],
  [
    { clusterResourceWhitelist: [listed('*', '*')], clusterResourceBlacklist: [listed('*', '*')] },
    'apps/Action',
    yes,
    yes,
  ],
  [{ clusterResourceWhitelist: [], namespaceResourceWhitelist: [listed('*', '*')] }, '/Namespace', no, no],
  [{ clusterResourceWhitelist: [], namespaceResourceWhitelist: [listed('*', '*')] }, 'apps/Action', yes, yes],
  [{}, '/Namespace', no, no],
  [{}, 'apps/Action', yes, yes],
  [{ clusterResourceWhitelist: [listed('Namespace', '', 'team1-*')] }, '/Namespace other-namespace', no, no],
  [{ clusterResourceWhitelist: [listed('Namespace', '', 'team1-*')] }, '/Namespace team1-namespace', no, yes],
])('a project of %j and %s, in a namespace: %s', (spec, object, namespaced, permitted) => {
  const [, group = '', kind = '', name = ''] = /^(.*)\/(\S+) ?(.*)$/.exec(object) ?? [];
  expect(isGroupKindPermitted(project(spec), { group, kind, name, namespaced })).toBe(permitted);
});

test.each<[string[], string, boolean | undefined]>([
  [['other-ns'], 'argocd', yes],
  [['other-ns'], '', yes],
  [[], 'some-ns', no],
  [['some-ns'], 'some-ns', yes],
  [['some-ns'], 'other-ns', no],
  [['some-*'], 'some-ns1', yes],
  [['some-*'], 'some-ns2', yes],
  [['some-*'], 'someotherns', no],
  // argo-cd v3.5.1, util/glob/list.go: what stands between slashes is an expression.
  [['/^some-[a-z]+$/'], 'some-ns', yes],
  [['/^some-[a-z]+$/'], 'some-ns1', no],
  [['/(?<!x'], 'some-ns', no],
  [['/(?x) some/'], 'some-ns', undefined],
])('a project for %j and an application of namespace "%s": %s', (sourceNamespaces, namespace, permitted) => {
  expect(isNamespacePermitted(project({ sourceNamespaces }), namespace, 'argocd')).toBe(permitted);
});
