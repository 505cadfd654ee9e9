import type { Data } from '../../../kubernetes/access';
import { impactOf } from '../../../pipeline/plan/report/html/impact';
import * as o from './objects';
import { changed } from './objects';
import { comparisonOf, type Objects } from './planning';

/** A component `name` in a namespace of its own: a Deployment, its Service, and whom it is told to call. */
function component(name: string, calls?: string, image = 'a:1'): Data[] {
  const address = calls && [{ name: 'PEER', value: `http://${calls}.${calls}.svc:80` }];
  return [
    changed(o.deployment, {
      'metadata.name': name,
      'metadata.namespace': name,
      'spec.selector.matchLabels': { app: name },
      'spec.template.metadata.labels': { app: name },
      'spec.template.spec.containers.0': { name: 'a', image, env: address ?? [], ports: [{ containerPort: 8080 }] },
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: name },
      spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  ];
}

/** Rows and connections, in lines. */
function shown(before: Objects, after: Objects): string[] {
  const { drawing, others } = impactOf(comparisonOf(before, after));
  return [
    ...drawing.rows.flatMap(({ title, items }) =>
      items.map(({ name, aside, notes }) => [title, name, aside, ...notes].join(' | ')),
    ),
    ...drawing.connections.map(({ from, to, ports }) => `${from} → ${to} ${ports.join(', ')}`),
    ...(others > 0 ? [`and ${others}`] : []),
  ];
}

const [a, b, c, d] = [component('a', 'b'), component('b', 'c'), component('c'), component('d')];

test.each<[string, Objects, Objects, string[]]>([
  [
    'a change, with its neighbours and nobody else',
    { a, b, c, d },
    { a: component('a', 'b', 'a:2'), b, c, d },
    ['changes | a | changed: restart | 1 change, 3 pods restart', 'around | b | no change', 'a → b 8080', 'and 2'],
  ],
  [
    'a component that comes calls and is called as if it had always been there',
    { b, c, d },
    { a, b, c, d },
    ['changes | a | added: safe | 2 changes', 'around | b | no change', 'a → b 8080', 'and 2'],
  ],
  [
    'another one to call: what is new and what is gone says so',
    { a, b, c },
    { a: component('a', 'c'), b, c },
    [
      'changes | a | changed: restart | 1 change, 3 pods restart',
      'around | b | no change',
      'around | c | no change',
      'a → b 8080 gone',
      'a → c 8080 new',
    ],
  ],
  [
    'a component that goes',
    { a, b },
    { b },
    ['changes | a | removed: disruptive | 2 changes', 'around | b | no change', 'a → b 8080'],
  ],
  [
    'the gravest first',
    { c, d: [...d, changed(o.claim, { 'metadata.namespace': 'd' })] },
    { c: component('c', undefined, 'c:2'), d },
    ['changes | d | changed: irreversible | 1 change', 'changes | c | changed: restart | 1 change, 3 pods restart'],
  ],
])('%s', (_, before, after, lines) => {
  expect(shown(before, after)).toEqual(lines);
});
