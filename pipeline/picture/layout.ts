import type { Drawing, Item, Row } from './drawing';
import { type Call, callText, type Lane, lanesOf } from './lanes';
import { wrap } from './wrap';

/** A place on the right edge of a box where a line begins or ends. */
export interface Pin {
  readonly y: number;
  readonly text: string;
  readonly isArrival: boolean;
}

/** A box of the picture. */
export interface Box extends Omit<Item, 'notes'> {
  /** Smaller words below the name. */
  readonly lines: readonly string[];
  readonly y: number;
  readonly height: number;
  readonly pins: readonly Pin[];
}

/** Boxes of one row. */
export interface Band extends Omit<Row, 'items'> {
  readonly y: number;
  readonly height: number;
  readonly boxes: readonly Box[];
}

/** Boxes one below the other, and lanes beside them, so that no line crosses a box. */
export interface Layout {
  readonly bands: readonly Band[];
  readonly lanes: readonly Lane[];
  readonly columns: number;
  readonly height: number;
}

/** What a picture has room for. */
export interface Room {
  /** Free space above all. */
  readonly top: number;
  /** Small characters side by side in a box. */
  readonly characters: number;
  /** Whether titles stand above their boxes, and lines begin below a box's words, not beside them. */
  readonly isNarrow: boolean;
}

/** Sizes in units of the picture. */
const size = { bandGap: 5, bandPad: 8, boxGap: 7, pin: 17, name: 18, line: 16, pad: 9, titles: 58, title: 22 };

/** A character of a name, in small ones. */
const perNameCharacter = 1.4;

/** Places everything. */
export function layoutOf({ rows, connections }: Drawing, room: Room): Layout {
  const order = new Map(rows.flatMap(({ items }) => items).map(({ id }, index) => [id, index]));
  const calls = connections
    .filter(({ from, to }) => order.has(from) && order.has(to))
    .flatMap(({ from, to, ports }): Call[] =>
      (ports.length > 0 ? ports : ['any port']).map((port) => ({ from, to, port })),
    );
  const bands: Band[] = [];
  let y = room.top;
  for (const row of rows) {
    const band = bandAt(y, row, calls, order, room);
    bands.push(band);
    y += band.height + size.bandGap;
  }
  const lanes = lanesOf(calls, bands, size.pin);
  return { bands, lanes, columns: 1 + Math.max(-1, ...lanes.map(({ column }) => column)), height: y };
}

function bandAt(y: number, row: Row, calls: readonly Call[], order: ReadonlyMap<string, number>, room: Room): Band {
  const { items, ...titles } = row;
  const boxes: Box[] = [];
  let next = y + size.bandPad + (room.isNarrow ? size.title : 0);
  for (const item of items) {
    const box = boxAt(next, item, calls, order, room);
    boxes.push(box);
    next += box.height + size.boxGap;
  }
  const least = titles.subtitle === '' || room.isNarrow ? 0 : size.titles;
  return { ...titles, y, height: Math.max(least, next - size.boxGap + size.bandPad - y), boxes };
}

function boxAt(
  y: number,
  { notes, ...item }: Item,
  calls: readonly Call[],
  order: ReadonlyMap<string, number>,
  { characters, isNarrow }: Room,
): Box {
  const texts = pinTexts(item.id, calls, order);
  const beside = isNarrow ? 0 : Math.max(0, ...texts.map(({ text }) => text.length));
  const { aside, lines } = wordsOf({ notes, ...item }, Math.max(characters - beside, 20));
  const [words, pins] = [size.name + lines.length * size.line, texts.length * size.pin];
  const height = (isNarrow ? words + pins : Math.max(words, pins)) + 2 * size.pad;
  const first = y + (isNarrow ? size.pad + words : (height - pins) / 2) + size.pin / 2;
  return {
    ...item,
    aside,
    lines,
    y,
    height,
    pins: texts.map((one, index) => ({ ...one, y: first + index * size.pin })),
  };
}

/** Who is called stands above, what it calls below it: in the order of their boxes, so that few lines cross. */
function pinTexts(id: string, calls: readonly Call[], order: ReadonlyMap<string, number>): Omit<Pin, 'y'>[] {
  const place = (other: string) => order.get(other) ?? 0;
  const arriving = [...new Set(calls.filter(({ to }) => to === id).map(({ port }) => port))];
  const leaving = calls
    .filter(({ from }) => from === id)
    .sort((a, b) => place(a.to) - place(b.to) || Number.parseInt(a.port) - Number.parseInt(b.port));
  return [
    ...arriving.map((text) => ({ text, isArrival: true })),
    ...leaving.map((call) => ({ text: callText(call), isArrival: false })),
  ];
}

/** What stands below the name, and beside it while there is room. */
function wordsOf({ name, aside, notes }: Item, characters: number): Pick<Box, 'aside' | 'lines'> {
  const isShort = name.length * perNameCharacter + aside.length + 2 <= characters;
  const lines = [...(isShort ? [] : [aside]), ...notes].flatMap((line) => wrap(line, characters));
  return { aside: isShort ? aside : '', lines };
}
