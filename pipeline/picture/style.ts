import { colours } from './lanes';

const light = ['#0550ae', '#b31d28', '#1a7f37', '#8a5a00', '#6f1d9c', '#0b7285', '#a0356f', '#4d5560'];
const dark = ['#79c0ff', '#ff8182', '#56d364', '#e3b341', '#d2a8ff', '#3bc9db', '#f783ac', '#aeb7c2'];

function laneColours(values: readonly string[]): string {
  return values
    .slice(0, colours)
    .map((value, index) => `.c${index} { color: ${value}; }`)
    .join(' ');
}

/** How shapes look, for a picture of its own and for one in a page; paper prints the light colours. */
export const shapeStyle = `
svg { color-scheme: light dark; font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
.paper { fill: #fff; } .band { fill: #f3f5f8; } .box, .outside { fill: #fff; stroke: #768390; stroke-width: 1.25; } .outside { stroke-dasharray: 5 4; }
text { fill: #1c2128; } text.soft, tspan.soft, .call { fill: #57606a; } .title { font-size: 20px; font-weight: 600; } .name { font-size: 15px; font-weight: 600; }
.stage { font-size: 13px; font-weight: 600; } .port, .call { text-anchor: end; } .port { font-weight: 700; }
.line, .gap { fill: none; stroke: currentColor; stroke-width: 1.75; } .head { fill: currentColor; } .gap { stroke: #f3f5f8; stroke-width: 5; } .lane:hover .line { stroke-width: 3.5; }
${laneColours(light)}
@media screen and (prefers-color-scheme: dark) {
.paper { fill: #0d1117; } .band { fill: #161b22; } .box, .outside { fill: #0d1117; stroke: #6e7781; } .gap { stroke: #161b22; }
text { fill: #e6edf3; } text.soft, tspan.soft, .call { fill: #9ea7b3; }
${laneColours(dark)}
}
`;
