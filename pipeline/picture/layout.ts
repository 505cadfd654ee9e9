import { nameOf, type Picture, type PictureComponent } from './model';
import { wrap } from './wrap';

/** A place on the right edge of a box where a line begins or ends. */
export interface Pin {
  readonly y: number;
  readonly text: string;
  readonly isArrival: boolean;
}

/** A box of the picture. */
export interface Box {
  readonly id: string;
  readonly name: string;
  /** Smaller words beside the name; empty where they would have no room. */
  readonly aside: string;
  /** Smaller words below the name. */
  readonly lines: readonly string[];
  readonly isOutside: boolean;
  readonly y: number;
  readonly height: number;
  readonly pins: readonly Pin[];
}

/** Boxes whose turn comes at the same time, or who stand outside. */
export interface Band {
  readonly title: string;
  /** More about the title; may be empty. */
  readonly subtitle: string;
  readonly y: number;
  readonly height: number;
  readonly boxes: readonly Box[];
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

/** Boxes one below the other in the order of the roll-out, and lanes beside them, so that no line crosses a box. */
export interface Layout {
  readonly bands: readonly Band[];
  readonly lanes: readonly Lane[];
  readonly columns: number;
  readonly height: number;
}

/** Sizes in units of the picture. */
const size = { top: 64, bandGap: 5, bandPad: 8, boxGap: 7, pin: 17, name: 18, line: 16, pad: 9, titles: 58 };

/** How many small characters a box has room for side by side; one of a name takes more. */
const room = { characters: 66, perNameCharacter: 1.4 };

/** How many colours lanes take turns with. */
export const colours = 8;

/** One call as the picture draws it: to one port. */
interface Call {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

interface Item extends Pick<Box, 'id' | 'name' | 'isOutside'> {
  readonly where: string;
  readonly waiting: readonly string[];
}

interface Row extends Pick<Band, 'title' | 'subtitle'> {
  readonly items: readonly Item[];
}

/** Places everything that the picture shows. */
export function layoutOf(picture: Picture): Layout {
  const calls = picture.connections.flatMap(({ from, to, ports }): Call[] =>
    (ports.length > 0 ? ports : ['any port']).map((port) => ({ from, to, port })),
  );
  const rows = rowsOf(picture);
  const order = new Map(rows.flatMap(({ items }) => items).map(({ id }, index) => [id, index]));
  const bands: Band[] = [];
  let y = size.top;
  for (const row of rows) {
    const band = bandAt(y, row, calls, order);
    bands.push(band);
    y += band.height + size.bandGap;
  }
  const lanes = lanesOf(calls, bands);
  return { bands, lanes, columns: 1 + Math.max(-1, ...lanes.map(({ column }) => column)), height: y };
}

function rowsOf({ components, outsiders }: Picture): Row[] {
  const outside = (isCaller: boolean) =>
    outsiders
      .filter((one) => one.isCaller === isCaller)
      .map(({ id, name, detail }) => ({ id, name, where: detail, waiting: [], isOutside: true }));
  const stages = [...new Set(components.map(({ stage }) => stage))].map((stage) => ({
    title: `stage ${stage}`,
    subtitle: '',
    items: components.filter((one) => one.stage === stage).map(componentItem),
  }));
  const all = [
    { title: 'outside', subtitle: 'calls', items: outside(true) },
    ...stages,
    { title: 'outside', subtitle: 'is called', items: outside(false) },
  ];
  return all.filter(({ items }) => items.length > 0);
}

function componentItem({ id, name, namespaces, after }: PictureComponent): Item {
  const where = namespaces.length === 0 ? 'no pods' : `in ${namespaces.join(', ')}`;
  return { id, name, where, waiting: after.length === 0 ? [] : [`after ${after.join(', ')}`], isOutside: false };
}

/** What stands below the name, and beside it while there is room. */
function wordsOf({ name, where, waiting }: Item, characters: number): Pick<Box, 'aside' | 'lines'> {
  const isShort = name.length * room.perNameCharacter + where.length + 2 <= characters;
  const lines = [...(isShort ? [] : [where]), ...waiting].flatMap((line) => wrap(line, characters));
  return { aside: isShort ? where : '', lines };
}

function bandAt(y: number, row: Row, calls: readonly Call[], order: ReadonlyMap<string, number>): Band {
  const { items, ...titles } = row;
  const boxes: Box[] = [];
  let next = y + size.bandPad;
  for (const item of items) {
    const box = boxAt(next, item, calls, order);
    boxes.push(box);
    next += box.height + size.boxGap;
  }
  const least = titles.subtitle === '' ? 0 : size.titles;
  return { ...titles, y, height: Math.max(least, next - size.boxGap + size.bandPad - y), boxes };
}

/** Who is called stands above, what it calls below it: in the order of their boxes, so that few lines cross. */
function boxAt(y: number, item: Item, calls: readonly Call[], order: ReadonlyMap<string, number>): Box {
  const place = (id: string) => order.get(id) ?? 0;
  const arriving = [...new Set(calls.filter(({ to }) => to === item.id).map(({ port }) => port))];
  const leaving = calls
    .filter(({ from }) => from === item.id)
    .sort((a, b) => place(a.to) - place(b.to) || Number.parseInt(a.port) - Number.parseInt(b.port));
  const texts = [
    ...arriving.map((port) => ({ text: port, isArrival: true })),
    ...leaving.map(({ to, port }) => ({ text: `${nameOf(to)} ${port}`, isArrival: false })),
  ];
  const { id, name, isOutside } = item;
  const words = wordsOf(item, room.characters - Math.max(0, ...texts.map(({ text }) => text.length)));
  const height = Math.max(size.name + words.lines.length * size.line, texts.length * size.pin) + 2 * size.pad;
  const first = y + (height - texts.length * size.pin) / 2 + size.pin / 2;
  const pins = texts.map((one, index) => ({ ...one, y: first + index * size.pin }));
  return { id, name, isOutside, ...words, y, height, pins };
}

function lanesOf(calls: readonly Call[], bands: readonly Band[]): Lane[] {
  const boxes = new Map(bands.flatMap((band) => band.boxes).map((box) => [box.id, box]));
  const pinOf = (id: string, text: string, isArrival: boolean) =>
    boxes.get(id)?.pins.find((pin) => pin.text === text && pin.isArrival === isArrival)?.y;
  const targets = new Map(calls.map((call) => [`${call.to} ${call.port}`, call]));
  const found = [...targets.values()].flatMap(({ to, port }) => {
    const callers = calls.filter((call) => call.to === to && call.port === port).map(({ from }) => from);
    const arrival = pinOf(to, port, true);
    const from = callers.flatMap((id) => pinOf(id, `${nameOf(to)} ${port}`, false) ?? []).sort((a, b) => a - b);
    const title = `${callers.map(nameOf).join(', ')} → ${nameOf(to)} ${port}`;
    return arrival === undefined ? [] : [{ title, to: arrival, from }];
  });
  return inColumns(found);
}

/** Short lanes next to the boxes, and lanes that do not meet in one column. */
function inColumns(lanes: readonly Omit<Lane, 'column' | 'colour'>[]): Lane[] {
  const span = ({ from, to }: Pick<Lane, 'from' | 'to'>) => [Math.min(to, ...from), Math.max(to, ...from)] as const;
  const length = (lane: Pick<Lane, 'from' | 'to'>) => span(lane)[1] - span(lane)[0];
  const columns: (readonly [number, number])[][] = [];
  return [...lanes]
    .sort((a, b) => length(a) - length(b) || a.to - b.to)
    .map((lane) => {
      const [start, end] = span(lane);
      const isFree = (taken: readonly (readonly [number, number])[]) =>
        taken.every(([first, last]) => last < start - size.pin || first > end + size.pin);
      const free = columns.findIndex(isFree);
      const column = free < 0 ? columns.length : free;
      const taken = columns[column] ?? [];
      columns[column] = [...taken, [start, end]];
      return { ...lane, column, colour: (column + 3 * taken.length) % colours };
    });
}
