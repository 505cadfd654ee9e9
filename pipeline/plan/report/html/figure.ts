import { type Paper, shapesOf } from '../../../picture/shapes';
import { markup as html } from '../../../printable';
import type { Comparison } from '../../compare';
import { plural } from '../words';
import { impactOf } from './impact';

/** One drawing for a desktop, as wide as the page, and one for a phone, of which the style shows the one that fits. */
const papers: Readonly<Record<'wide' | 'narrow', Paper>> = {
  wide: { top: 8, characters: 66, isNarrow: false, label: 84, box: 500, least: 1000, lane: 18 },
  narrow: { top: 8, characters: 27, isNarrow: true, label: 0, box: 190, least: 328, lane: 11 },
};

/** What changes as SVG: a box for each component concerned, marked by what happens to it, and lines between them. */
export function figure(comparison: Comparison): string {
  const { drawing, others } = impactOf(comparison);
  if (!drawing.rows.some(({ title }) => title === 'changes')) return '';
  const caption = [
    'Arrows lead from who calls to who answers, at the port.',
    ...(others > 0 ? [`${plural(others, 'more component')} ${others === 1 ? 'has' : 'have'} no part in it.`] : []),
  ];
  return [
    '<h3>Who is concerned</h3>',
    `<figure><figcaption>${caption.join(' ')}</figcaption>`,
    ...Object.entries(papers).map(([name, paper]) => {
      const { width, height, elements } = shapesOf(drawing, paper);
      const label = html(`Components of ${comparison.name} that change, and who calls whom`);
      const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
      return `<div class="drawing ${name}"><svg ${size} role="group" aria-label="${label}">\n${elements.join('\n')}\n</svg></div>`;
    }),
    '</figure>',
  ].join('\n');
}
