import { printable } from '../printable';
import { clients } from './connections';
import { nameOf, type PictureNeighbour, type Picture, type PictureComponent } from './model';
import { stagesOf, waits } from './order';

/**
 * The picture for Graphviz: a box per stage, the first on top, arrows from who calls to whom, and dashed ones to what
 * is waited for.
 */
export function dot({ environment, components, neighbours, connections, common }: Picture): string {
  const notes = common.map(({ to, ports }) => `Every component with pods also calls ${to} (${ports.join(', ')}).`);
  return [
    `digraph ${quoted(environment)} {`,
    // Callers come later than whom they call, so that nearly every arrow points to an earlier stage.
    `  graph [label=${quoted([environment, ...notes].join('\n'))}, labelloc=t, rankdir=BT, newrank=true, nodesep=0.4, fontname="sans-serif"];`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif", fontsize=12, margin="0.2,0.06"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...stagesOf(components).flatMap(([stage, members]) => cluster(stage, members)),
    ...neighbours.map(outside),
    ...waits(components).map(
      ([after, before]) => `  ${arrow(after, before)} [style=dashed, color=gray60, arrowhead=open];`,
    ),
    ...connections.map(({ from, to, ports }) => {
      return `  ${arrow(from, to)} [label=${quoted(ports.join(', '))}, tooltip=${quoted(`${nameOf(from)} → ${nameOf(to)}`)}];`;
    }),
    '}',
  ].join('\n');
}

function cluster(stage: number, members: readonly PictureComponent[]): string[] {
  return [
    `  subgraph ${quoted(`cluster stage ${stage}`)} {`,
    `    rank=same; label=${quoted(`stage ${stage}`)}; labeljust=l; labelloc=b; style=filled; color=gray95; fontsize=11;`,
    ...members.map(({ id, name, namespaces }) => {
      return `    ${node(id)} [label=${quoted(`${name}\n${namespaces.join(', ') || 'no pods'}`)}];`;
    }),
    '  }',
  ];
}

function outside({ id, name, detail }: PictureNeighbour): string {
  return `  ${node(id)} [label=${quoted(`${name}\n${detail}`)}, style="rounded,dashed"];`;
}

function arrow(from: string, to: string): string {
  return `${node(from)} -> ${node(to)}`;
}

function node(id: string): string {
  return quoted(id === clients ? 'outside/clients' : id);
}

function quoted(text: string): string {
  return `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
