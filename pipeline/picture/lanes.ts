import type { Band } from './layout';
import { nameOf } from './model';

/** One call as it is drawn: to one port. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

/** All lines that lead to one port of one box: each leaves its caller, joins the upright one, and ends at the port. */
export interface Lane {
  readonly title: string;
  /** From 0, to the right of the boxes. */
  readonly column: number;
  /** Which of the colours; lanes side by side have different ones. */
  readonly colour: number;
  readonly to: number;
  readonly from: readonly number[];
}

/** How many colours lanes take turns with. */
export const colours = 8;

/** What a line at its beginning says. */
export function callText({ to, port }: Call): string {
  return `${nameOf(to)} ${port}`;
}

/** A lane for each port that is called, at least `gap` away from the next one in its column. */
export function lanesOf(calls: readonly Call[], bands: readonly Band[], gap: number): Lane[] {
  const boxes = new Map(bands.flatMap((band) => band.boxes).map((box) => [box.id, box]));
  const pinOf = (id: string, text: string, isArrival: boolean) =>
    boxes.get(id)?.pins.find((pin) => pin.text === text && pin.isArrival === isArrival)?.y;
  const targets = new Map(calls.map((call) => [`${call.to} ${call.port}`, call]));
  const found = [...targets.values()].flatMap((target) => {
    const { to, port } = target;
    const callers = calls.filter((call) => call.to === to && call.port === port).map(({ from }) => from);
    const arrival = pinOf(to, port, true);
    const from = callers.flatMap((id) => pinOf(id, callText(target), false) ?? []).sort((a, b) => a - b);
    const title = `${callers.map(nameOf).join(', ')} → ${callText(target)}`;
    return arrival === undefined ? [] : [{ title, to: arrival, from }];
  });
  return inColumns(found, gap);
}

/** Short lanes next to the boxes, and lanes that do not meet in one column. */
function inColumns(lanes: readonly Omit<Lane, 'column' | 'colour'>[], gap: number): Lane[] {
  const span = ({ from, to }: Pick<Lane, 'from' | 'to'>) => [Math.min(to, ...from), Math.max(to, ...from)] as const;
  const length = (lane: Pick<Lane, 'from' | 'to'>) => span(lane)[1] - span(lane)[0];
  const columns: (readonly [number, number])[][] = [];
  return [...lanes]
    .sort((a, b) => length(a) - length(b) || a.to - b.to)
    .map((lane) => {
      const [start, end] = span(lane);
      const isFree = (taken: readonly (readonly [number, number])[]) =>
        taken.every(([first, last]) => last < start - gap || first > end + gap);
      const free = columns.findIndex(isFree);
      const column = free < 0 ? columns.length : free;
      const taken = columns[column] ?? [];
      columns[column] = [...taken, [start, end]];
      return { ...lane, column, colour: (column + 3 * taken.length) % colours };
    });
}
