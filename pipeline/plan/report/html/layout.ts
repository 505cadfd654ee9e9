import type { Connection } from '../../../picture/connections';

/** Where a box stands, in rows from the top. */
export interface Place {
  readonly row: number;
  /** From 0; `of` boxes share the row. */
  readonly column: number;
  readonly of: number;
  /** Whether nothing in its row is connected, so that it needs no room for lines. */
  readonly isLoose: boolean;
}

/** Boxes that still can be read side by side on a phone. */
const widest = 3;

/**
 * Boxes in rows: whoever calls stands above whom it calls, so that requests run downwards; boxes without connections
 * come last. Boxes of a row are ordered by those above them.
 */
export function layOut(names: readonly string[], connections: readonly Connection[]): ReadonlyMap<string, Place> {
  const connected = new Set(connections.flatMap(({ from, to }) => [from, to]));
  const depth = depths(names, connections);
  const deepest = Math.max(-1, ...[...connected].map((name) => depth.get(name) ?? 0));
  const rows: string[][] = [];
  for (let level = 0; level <= deepest; level++) {
    rows.push(
      ...split(
        ordered(
          names.filter((name) => connected.has(name) && depth.get(name) === level),
          rows,
          connections,
        ),
      ),
    );
  }
  const tight = rows.length;
  rows.push(...split(names.filter((name) => !connected.has(name))));
  return new Map(
    rows.flatMap((row, index) =>
      row.map((name, column): [string, Place] => [
        name,
        { row: index, column, of: row.length, isLoose: index >= tight },
      ]),
    ),
  );
}

/** The longest way from somebody whom nobody calls; a call that would close a circle is left out. */
function depths(names: readonly string[], connections: readonly Connection[]): ReadonlyMap<string, number> {
  const callers = new Map(
    names.map((name) => [name, connections.filter(({ to }) => to === name).map(({ from }) => from)]),
  );
  const known = new Map<string, number>();
  const depth = (name: string, open: ReadonlySet<string>): number => {
    const done = known.get(name);
    if (done !== undefined) return done;
    const above = (callers.get(name) ?? []).filter((caller) => !open.has(caller));
    const value = Math.max(-1, ...above.map((caller) => depth(caller, new Set([...open, name])))) + 1;
    if (open.size === 0) known.set(name, value);
    return value;
  };
  for (const name of names) depth(name, new Set());
  return known;
}

function ordered(
  row: readonly string[],
  above: readonly (readonly string[])[],
  connections: readonly Connection[],
): string[] {
  const middle = (name: string): number => {
    const columns = connections
      .filter(({ to }) => to === name)
      .flatMap(({ from }) =>
        above.flatMap((other) => (other.includes(from) ? [other.indexOf(from) - (other.length - 1) / 2] : [])),
      );
    return columns.length === 0 ? 0 : columns.reduce((sum, column) => sum + column, 0) / columns.length;
  };
  return [...row].sort((a, b) => middle(a) - middle(b) || (a < b ? -1 : 1));
}

function split(row: readonly string[]): string[][] {
  const lines = Math.ceil(row.length / widest);
  const size = Math.ceil(row.length / Math.max(lines, 1));
  return Array.from({ length: lines }, (_, line) => row.slice(line * size, (line + 1) * size));
}
