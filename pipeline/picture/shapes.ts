import { markup } from '../printable';
import type { Drawing } from './drawing';
import type { Lane } from './lanes';
import { type Band, type Box, layoutOf, type Pin, type Room } from './layout';

/** How wide a picture is, and what it has room for. */
export interface Paper extends Room {
  /** Left of the boxes, for titles. */
  readonly label: number;
  /** A box is at least so wide, and wider when the whole picture would not reach `least`. */
  readonly box: number;
  readonly least: number;
  /** Between the upright lines. */
  readonly lane: number;
}

/** A drawing in elements of SVG, and the room that they take. */
export interface Shapes {
  readonly width: number;
  readonly height: number;
  readonly elements: readonly string[];
}

/** Sizes in units of the picture. */
const size = { firstLane: 30, bend: 7, edge: 8, text: 12 };

/** Draws on a kind of paper: bands behind lines behind boxes. */
export function shapesOf(drawing: Drawing, paper: Paper): Shapes {
  const { bands, lanes, columns, height } = layoutOf(drawing, paper);
  const left = 2 * size.edge + paper.label;
  const beside = columns === 0 ? size.edge : size.firstLane + columns * paper.lane + size.edge;
  const place: Place = { paper, left, box: Math.max(paper.box, paper.least - left - beside - size.edge) };
  const width = left + place.box + beside + size.edge;
  return {
    width,
    height,
    elements: [
      ...bands.map((band) => bandShape(band, width, paper)),
      ...[...lanes].sort((a, b) => b.column - a.column).map((lane) => laneShape(lane, place)),
      ...bands.flatMap(({ boxes }) => boxes.map((box) => boxShape(box, place))),
    ],
  };
}

/** Text in XML, which knows neither halves of characters nor the two that are none. */
export function textIn(words: string): string {
  return markup(words).replaceAll(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
}

/** Where boxes stand from left to right. */
interface Place {
  readonly paper: Paper;
  readonly left: number;
  readonly box: number;
}

function bandShape({ title, subtitle, y, height }: Band, width: number, { isNarrow }: Paper): string {
  const [x, first] = [2 * size.edge + (isNarrow ? 0 : 4), y + (isNarrow ? 20 : 29)];
  const words = isNarrow && subtitle !== '' ? [`${title}: ${subtitle}`] : [title];
  return [
    `<rect class="band" x="${size.edge}" y="${y}" width="${width - 2 * size.edge}" height="${height}" rx="6"/>`,
    ...words.map((text) => `<text class="stage" x="${x}" y="${first}">${textIn(text)}</text>`),
    ...(subtitle === '' || isNarrow ? [] : [`<text class="soft" x="${x}" y="${y + 46}">${textIn(subtitle)}</text>`]),
  ].join('');
}

function boxShape(box: Box, { paper, left, box: width }: Place): string {
  const { name, aside, lines, y, height, pins, isOutside, link } = box;
  const x = left + size.text + 2;
  const state = link ? 'state' : 'soft';
  // The first line takes the place of what would not fit beside the name.
  const rows = lines.map((line, index) => {
    const look = index === 0 && aside === '' ? state : 'soft';
    return `<text class="${look}" x="${x}" y="${y + 39 + index * 16}">${textIn(line)}</text>`;
  });
  const beside = aside === '' ? '' : `<tspan class="${state}" dx="10">${textIn(aside)}</tspan>`;
  return [
    link ? `<a class="part ${link.colour}" href="${textIn(link.href)}" aria-label="${textIn(link.label)}">` : '<g>',
    `<rect class="${isOutside ? 'outside' : 'box'}" x="${left}" y="${y}" width="${width}" height="${height}" rx="8"/>`,
    `<text x="${x}" y="${y + 22}"><tspan class="name">${textIn(cut(name, paper.characters / 1.2))}</tspan>${beside}</text>`,
    ...rows,
    ...pins.map((pin) => pinShape(pin, left + width - 10, paper)),
    link ? '</a>' : '</g>',
  ].join('');
}

function pinShape({ y, text, isArrival }: Pin, x: number, { characters }: Paper): string {
  return `<text class="${isArrival ? 'port' : 'call'}" x="${x}" y="${y + 4}">${textIn(cut(text, characters))}</text>`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.floor(most) - 1)}…` : text;
}

function laneShape({ title, column, colour, to, from }: Lane, { paper, left, box }: Place): string {
  const edge = left + box;
  const x = edge + size.firstLane + column * paper.lane;
  const path = from.map((y) => lineFrom(edge, y, to, x)).join('');
  return `<g class="lane c${colour}"><title>${textIn(title)}</title><path class="gap" d="${path}"/><path class="line" d="${path}"/><path class="head" d="M${edge} ${to}l9 -4.5v9z"/></g>`;
}

/** From the caller to the upright line, along it, and back to who answers. */
function lineFrom(edge: number, start: number, end: number, x: number): string {
  const bend = end > start ? size.bend : -size.bend;
  return `M${edge} ${start}H${x - size.bend}Q${x} ${start} ${x} ${start + bend}V${end - bend}Q${x} ${end} ${x - size.bend} ${end}H${edge + 4}`;
}
