import { clients, type Connection, connectionsOf } from '../../../picture/connections';
import { markup as html } from '../../../printable';
import type { Comparison } from '../../compare';
import { plural } from '../words';
import { anchor } from './anchor';
import { layOut, type Place } from './layout';
import { type Part, partsOf } from './parts';

/** Sizes in the units of the picture. */
const box = { width: 168, height: 52, gapX: 20, gapY: 56, looseGapY: 14, margin: 8 };
const columns = 3;

/** The platform as SVG: a box for each component, marked by what happens to it, and lines from who calls to whom. */
export function picture(comparison: Comparison): string {
  const parts = partsOf(comparison);
  const connections = connectionsOf(comparison.after.entries.length > 0 ? comparison.after : comparison.before);
  const names = parts.map(({ name }) => name);
  const isReached = connections.some(({ from }) => from === clients);
  const places = cornersOf(layOut(isReached ? [clients, ...names] : names, connections));
  const width = 2 * box.margin + columns * box.width + (columns - 1) * box.gapX;
  const height = Math.max(0, ...[...places.values()].map(({ y }) => y)) + box.height + box.margin;
  const changed = parts.filter(({ changes }) => changes > 0).map((part) => `${part.name}: ${words(part)}`);
  const label = `Components of ${comparison.name}. ${changed.length === 0 ? 'None changes.' : `${changed.join('; ')}.`}`;
  return [
    `<figure><svg viewBox="0 0 ${width} ${height}" role="group" aria-label="${html(label)}">`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<g aria-hidden="true">${connections.map((one) => line(one, places, parts)).join('')}</g>`,
    ...(isReached ? [plainBox('clients', 'outside the cluster', places.get(clients))] : []),
    ...parts.map((part) => boxOf(comparison.name, part, places.get(part.name))),
    '</svg><figcaption>Arrows lead from who calls to who answers.</figcaption></figure>',
  ].join('\n');
}

function words({ changes, risk }: Part): string {
  return risk === undefined ? 'no change' : `${plural(changes, 'change')}, ${risk}`;
}

function boxOf(environment: string, part: Part, corner: Corner | undefined): string {
  if (part.risk === undefined) return plainBox(part.name, words(part), corner);
  const target = anchor(environment, part.name);
  const label = html(`${part.name}: ${words(part)}`);
  return `<a class="part ${part.risk}" href="#${target}" aria-label="${label}">${shape(part.name, words(part), corner)}</a>`;
}

function plainBox(name: string, state: string, corner: Corner | undefined): string {
  return `<g class="part">${shape(name, state, corner)}</g>`;
}

function shape(name: string, state: string, corner: Corner | undefined): string {
  const { x, y } = corner ?? { x: 0, y: 0 };
  const middle = x + box.width / 2;
  return [
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="8"/>`,
    `<text class="name" x="${middle}" y="${y + 22}">${html(name)}</text>`,
    `<text class="state" x="${middle}" y="${y + 40}">${html(state)}</text>`,
  ].join('');
}

/** The upper left corner of a box. */
interface Corner {
  readonly x: number;
  readonly y: number;
}

function cornersOf(places: ReadonlyMap<string, Place>): ReadonlyMap<string, Corner> {
  const loose = Math.min(...[...places.values()].filter(({ isLoose }) => isLoose).map(({ row }) => row), places.size);
  return new Map(
    [...places].map(([name, { row, column, of }]): [string, Corner] => {
      const step = box.width + box.gapX;
      const x = Math.round(box.margin + ((columns - of) * step) / 2 + column * step);
      const gaps = Math.min(row, loose) * box.gapY + Math.max(0, row - loose) * box.looseGapY;
      return [name, { x, y: box.margin + row * box.height + gaps }];
    }),
  );
}

function line({ from, to }: Connection, places: ReadonlyMap<string, Corner>, parts: readonly Part[]): string {
  const [a, b] = [places.get(from), places.get(to)];
  if (!a || !b) return '';
  const [x1, x2] = [a.x + box.width / 2, b.x + box.width / 2];
  const isMarked = parts.some(({ name, changes }) => changes > 0 && (name === from || name === to));
  const kind = isMarked ? ' class="marked"' : '';
  if (a.y === b.y) {
    const [start, end] = a.x < b.x ? [a.x + box.width, b.x] : [a.x, b.x + box.width];
    const y = a.y + box.height / 2;
    return `<path${kind} d="M${start} ${y} L${end} ${y}" marker-end="url(#head)"/>`;
  }
  const isDown = a.y < b.y;
  const [y1, y2] = isDown ? [a.y + box.height, b.y] : [a.y, b.y + box.height];
  const bend = (y2 - y1) / 2;
  return `<path${kind} d="M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}" marker-end="url(#head)"/>`;
}
