import { drawingOf } from './drawing';
import { nameOf, type Picture } from './model';
import { type Paper, shapesOf, textIn } from './shapes';
import { shapeStyle } from './style';
import { wrap } from './wrap';

/** Sizes in units of the picture. */
const size = { margin: 16, footer: 24 };
const paper: Paper = { top: 64, characters: 66, isNarrow: false, label: 84, box: 500, least: 0, lane: 18 };

/** The picture as one SVG that needs nothing else: colours for light and dark, words for those who cannot see it. */
export function svg(picture: Picture): string {
  const { width, height: drawn, elements } = shapesOf(drawingOf(picture), paper);
  const notes = picture.common.flatMap(({ to, ports }) =>
    wrap(`Every component with pods also calls ${to} (${ports.join(', ')}).`, 100),
  );
  const height = drawn + size.margin + notes.length * size.footer;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${textIn(`Components of ${picture.environment} by stage, and who calls whom`)}</title>`,
    `<desc id="description">${textIn(description(picture))}</desc>`,
    `<style>${shapeStyle}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${size.margin}" y="30">${textIn(picture.environment)}</text>`,
    `<text class="soft" x="${size.margin}" y="50">Stages roll out from top to bottom. Arrows lead from who calls to who answers, at the port.</text>`,
    ...elements,
    ...notes.map((note, index) => {
      return `<text class="soft" x="${size.margin}" y="${drawn + size.footer * (index + 0.7)}">${textIn(note)}</text>`;
    }),
    '</svg>',
  ].join('\n');
}

function description({ components, connections, common }: Picture): string {
  const order = components.map(({ name, stage, after }) => {
    return `Stage ${stage}: ${name}${after.length === 0 ? '' : ` after ${after.join(', ')}`}.`;
  });
  const calls = connections.map(({ from, to, ports }) => `${nameOf(from)} to ${nameOf(to)} ${ports.join(', ')}.`);
  const all = common.map(({ to, ports }) => `Every component with pods to ${to} ${ports.join(', ')}.`);
  return [...order, 'Who calls whom, and at which port:', ...calls, ...all].join(' ');
}
