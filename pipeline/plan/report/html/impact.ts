import { groupOf } from '../../../../kubernetes/kinds';
import { clients, type Connection, connectionsOf } from '../../../picture/connections';
import type { Drawing, Item } from '../../../picture/drawing';
import type { Comparison } from '../../compare';
import type { Tree } from '../../tree';
import { type Restart, type Risk, worst } from '../../types';
import { gravestFirst, plural, restartText } from '../words';
import { anchor } from './anchor';

/** A component, and what happens to it. */
interface Part {
  readonly name: string;
  readonly state: 'added' | 'removed' | 'changed';
  readonly changes: number;
  /** The gravest of its changes. */
  readonly risk: Risk;
  readonly restarts: readonly Restart[];
}

/** The components that change, the gravest first, with who calls them and whom they call; and how many are left out. */
export function impactOf(comparison: Comparison): { drawing: Drawing; others: number } {
  const { before, after } = comparison;
  const parts = partsOf(comparison);
  const changed = new Set(parts.map(({ name }) => name));
  const connections = connectionsBetween(before, after).filter(({ from, to }) => changed.has(from) || changed.has(to));
  const touched = new Set(connections.flatMap(({ from, to }) => [from, to]));
  const names = [...new Set([...before.components, ...after.components])].filter((name) => name !== clients).sort();
  const unchanged = names.filter((name) => !changed.has(name));
  const around = unchanged.filter((name) => touched.has(name)).map((name) => plainItem(name, 'no change'));
  const outside = { ...plainItem(clients, 'outside the cluster'), name: 'clients', isOutside: true };
  const rows = [
    { title: 'outside', subtitle: 'calls', items: touched.has(clients) ? [outside] : [] },
    { title: 'changes', subtitle: '', items: parts.map((part) => itemOf(comparison, part)) },
    { title: 'around', subtitle: 'no change', items: around },
  ];
  const drawing = { rows: rows.filter(({ items }) => items.length > 0), connections };
  return { drawing, others: unchanged.length - around.length };
}

function partsOf({ before, after, plan }: Comparison): Part[] {
  const names = [...new Set(plan.changes.map(({ component }) => component))].filter((name) => name !== clients).sort();
  const parts = names.map((name): Part => {
    const changes = plan.changes.filter(({ component }) => component === name);
    return {
      name,
      state: !before.components.has(name) ? 'added' : after.components.has(name) ? 'changed' : 'removed',
      changes: changes.length,
      risk: changes.map(({ risk }) => risk).reduce(worst),
      restarts: plan.restarts.filter((restart) => componentOf(restart, after) === name),
    };
  });
  return parts.sort((a, b) => gravestFirst.indexOf(a.risk) - gravestFirst.indexOf(b.risk));
}

function componentOf(
  { workload: { apiVersion, kind, namespace = '', name } }: Restart,
  tree: Tree,
): string | undefined {
  return tree.find(`${groupOf(apiVersion)}/${kind}`, namespace, name)?.component;
}

function itemOf({ name: environment, isSideBySide }: Comparison, part: Part): Item {
  const { name, state, changes, risk, restarts } = part;
  const aside = isSideBySide ? plural(changes, 'difference') : `${state}: ${risk}`;
  const notes = isSideBySide
    ? []
    : [plural(changes, 'change'), ...(restarts.length > 0 ? [restartText({ restarts })] : [])];
  const label = [name, aside, ...notes].join(', ');
  const link = { href: `#${anchor(environment, name)}`, label, colour: risk };
  return { id: name, name, aside, notes: notes.length > 0 ? [notes.join(', ')] : [], isOutside: false, link };
}

function plainItem(name: string, aside: string): Item {
  return { id: name, name, aside, notes: [], isOutside: false };
}

/** Connections of both trees; a port says whether it is new or gone, unless one of the ends is. */
function connectionsBetween(before: Tree, after: Tree): Connection[] {
  const [old, current] = [before, after].map(portsOf);
  const isThere = (name: string) => name === clients || (before.components.has(name) && after.components.has(name));
  const keys = [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])].sort();
  return keys.map((key) => {
    const [was, is] = [old?.get(key), current?.get(key)];
    const { from, to } = (is ?? was) as Connection;
    const marked = (port: string) => {
      if (!isThere(from) || !isThere(to)) return port;
      return was?.ports.includes(port) ? (is?.ports.includes(port) ? port : `${port} gone`) : `${port} new`;
    };
    const ports = [...new Set([...(was?.ports ?? []), ...(is?.ports ?? [])])];
    return { from, to, ports: ports.map(marked) };
  });
}

function portsOf(tree: Tree): ReadonlyMap<string, Connection> {
  const named = connectionsOf(tree).map((one) => ({ ...one, ports: one.ports.length > 0 ? one.ports : ['any port'] }));
  return new Map(named.map((one) => [`${one.from} ${one.to}`, one]));
}
