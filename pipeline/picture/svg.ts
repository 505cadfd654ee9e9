import { markup } from '../printable';
import { type Band, type Box, colours, layoutOf, type Lane, type Pin } from './layout';
import { nameOf, type Picture } from './model';
import { wrap } from './wrap';

/** Sizes in units of the picture. */
const size = { margin: 16, label: 84, box: 500, firstLane: 30, lane: 18, bend: 7, footer: 24 };
const left = size.margin + size.label;
const edge = left + size.box;

/** The picture as one SVG that needs nothing else: colours for light and dark, words for those who cannot see it. */
export function svg(picture: Picture): string {
  const layout = layoutOf(picture);
  const width = edge + size.firstLane + Math.max(layout.columns, 1) * size.lane + size.margin;
  const notes = picture.common.flatMap(({ to, ports }) =>
    wrap(`Every component with pods also calls ${to} (${ports.join(', ')}).`, 100),
  );
  const height = layout.height + size.margin + notes.length * size.footer;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${text(`Components of ${picture.environment} by stage, and who calls whom`)}</title>`,
    `<desc id="description">${text(description(picture))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${size.margin}" y="30">${text(picture.environment)}</text>`,
    `<text class="soft" x="${size.margin}" y="50">Stages roll out from top to bottom. Arrows lead from who calls to who answers, at the port.</text>`,
    ...layout.bands.map((band) => bandOf(band, width)),
    ...[...layout.lanes].sort((a, b) => b.column - a.column).map(laneOf),
    ...layout.bands.flatMap(({ boxes }) => boxes.map(boxOf)),
    ...notes.map((note, index) => {
      return `<text class="soft" x="${size.margin}" y="${layout.height + size.footer * (index + 0.7)}">${text(note)}</text>`;
    }),
    '</svg>',
  ].join('\n');
}

/** Text in XML, which knows neither halves of characters nor the two that are none. */
function text(words: string): string {
  return markup(words).replaceAll(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
}

function description({ components, connections, common }: Picture): string {
  const order = components.map(({ name, stage, after }) => {
    return `Stage ${stage}: ${name}${after.length === 0 ? '' : ` after ${after.join(', ')}`}.`;
  });
  const flows = connections.map(({ from, to, ports }) => `${nameOf(from)} to ${nameOf(to)} ${ports.join(', ')}.`);
  const all = common.map(({ to, ports }) => `Every component with pods to ${to} ${ports.join(', ')}.`);
  return [...order, 'Who calls whom, and at which port:', ...flows, ...all].join(' ');
}

function bandOf({ title, subtitle, y, height }: Band, width: number): string {
  return [
    `<rect class="band" x="8" y="${y}" width="${width - 16}" height="${height}" rx="6"/>`,
    `<text class="stage" x="${size.margin + 4}" y="${y + 29}">${text(title)}</text>`,
    ...(subtitle === '' ? [] : [`<text class="soft" x="${size.margin + 4}" y="${y + 46}">${text(subtitle)}</text>`]),
  ].join('');
}

function boxOf({ name, aside, lines, y, height, pins, isOutside }: Box): string {
  const rows = lines.map((line, index) => {
    return `<text class="soft" x="${left + 14}" y="${y + 39 + index * 16}">${text(line)}</text>`;
  });
  return [
    `<g><rect class="${isOutside ? 'outside' : 'box'}" x="${left}" y="${y}" width="${size.box}" height="${height}" rx="8"/>`,
    `<text x="${left + 14}" y="${y + 22}"><tspan class="name">${text(name)}</tspan>${beside(aside)}</text>`,
    ...rows,
    ...pins.map(pinOf),
    '</g>',
  ].join('');
}

function beside(aside: string): string {
  return aside === '' ? '' : `<tspan class="soft" dx="10">${text(aside)}</tspan>`;
}

function pinOf({ y, text: words, isArrival }: Pin): string {
  return `<text class="${isArrival ? 'port' : 'call'}" x="${edge - 10}" y="${y + 4}">${text(words)}</text>`;
}

function laneOf({ title, column, colour, to, from }: Lane): string {
  const x = edge + size.firstLane + column * size.lane;
  const path = from.map((y) => lineFrom(y, to, x)).join('');
  return `<g class="lane c${colour}"><title>${text(title)}</title><path class="gap" d="${path}"/><path class="line" d="${path}"/><path class="head" d="M${edge} ${to}l9 -4.5v9z"/></g>`;
}

/** From the caller to the upright line, along it, and back to who answers. */
function lineFrom(start: number, end: number, x: number): string {
  const bend = end > start ? size.bend : -size.bend;
  return `M${edge} ${start}H${x - size.bend}Q${x} ${start} ${x} ${start + bend}V${end - bend}Q${x} ${end} ${x - size.bend} ${end}H${edge + 4}`;
}

const light = ['#0550ae', '#b31d28', '#1a7f37', '#8a5a00', '#6f1d9c', '#0b7285', '#a0356f', '#4d5560'];
const dark = ['#79c0ff', '#ff8182', '#56d364', '#e3b341', '#d2a8ff', '#3bc9db', '#f783ac', '#aeb7c2'];

function laneColours(values: readonly string[]): string {
  return values
    .slice(0, colours)
    .map((value, index) => `.c${index} { color: ${value}; }`)
    .join(' ');
}

const style = `
svg { color-scheme: light dark; font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
.paper { fill: #fff; } .band { fill: #f3f5f8; } .box, .outside { fill: #fff; stroke: #768390; stroke-width: 1.25; } .outside { stroke-dasharray: 5 4; }
text { fill: #1c2128; } .soft, .call { fill: #57606a; } .title { font-size: 20px; font-weight: 600; } .name { font-size: 15px; font-weight: 600; }
.stage { font-size: 13px; font-weight: 600; } .port, .call { text-anchor: end; } .port { font-weight: 700; }
.line, .gap { fill: none; stroke: currentColor; stroke-width: 1.75; } .head { fill: currentColor; } .gap { stroke: #f3f5f8; stroke-width: 5; } .lane:hover .line { stroke-width: 3.5; }
${laneColours(light)}
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; } .band { fill: #161b22; } .box, .outside { fill: #0d1117; stroke: #6e7781; } .gap { stroke: #161b22; }
text { fill: #e6edf3; } .soft, .call { fill: #9ea7b3; }
${laneColours(dark)}
}
`;
