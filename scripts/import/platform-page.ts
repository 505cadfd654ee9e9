import { byTier } from '../../commands/graph';
import { picture } from '../../commands/picture';
import type { Environment } from '../../settings/types';
import type { Connection } from '../../pipeline/picture/connections';
import { mermaid } from '../../pipeline/picture/mermaid';
import { nameOf, type PictureNeighbour, type Picture, type PictureComponent } from '../../pipeline/picture/model';

/** docs/platform.md: what each environment consists of, in which order it rolls out, and who calls whom. */
export function platformPage(environments: readonly Environment[]): string {
  return `# The platform

Written by \`npm run import\` from what \`environments/\` renders; change that instead. \`npm run -s graph -- --env NAME\`
draws the same as SVG, or for Graphviz.

The first stage is on top. Dotted arrows lead to what is waited for, the others from who calls to who answers, at the
port of its pods. Callers are those whom the network policies of both ends let through; everybody else is refused.
Connections inside a component are left out.

${byTier(environments)
  .map((environment) => section(picture(environment)))
  .join('\n')}`;
}

function section(shown: Picture): string {
  const { environment, components, neighbours, connections, common } = shown;
  const everyone = common.map(
    ({ to, ports }) => `\nEvery component with pods also calls ${to} (${ports.join(', ')}).\n`,
  );
  return `## ${environment}

\`\`\`mermaid
${mermaid(shown)}
\`\`\`
${everyone.join('')}
| Component | Stage | Namespace of its pods | Waits for | May be called by |
|---|---|---|---|---|
${components.map((one) => componentRow(one, connections)).join('\n')}

| Outside | Where | May call | May be called by |
|---|---|---|---|
${neighbours.map((one) => outsideRow(one, connections)).join('\n')}
`;
}

function componentRow(
  { id, name, stage, namespaces, after }: PictureComponent,
  connections: readonly Connection[],
): string {
  return row([
    code(name),
    String(stage),
    namespaces.map(code).join(', '),
    after.map(code).join(', '),
    callers(id, connections),
  ]);
}

function outsideRow({ id, name, detail }: PictureNeighbour, connections: readonly Connection[]): string {
  const called = connections.filter(({ from }) => from === id).map(({ to, ports }) => end(to, ports));
  return row([name, code(detail), called.join(', '), callers(id, connections)]);
}

function callers(id: string, connections: readonly Connection[]): string {
  return connections
    .filter(({ to }) => to === id)
    .map(({ from, ports }) => end(from, ports))
    .join(', ');
}

function end(id: string, ports: readonly string[]): string {
  return [nameOf(id), ...(ports.length === 0 ? [] : [ports.join(' and ')])].join(' on ');
}

function row(cells: readonly string[]): string {
  const written = cells.map((cell) => (cell === '' ? '–' : cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')));
  return `| ${written.join(' | ')} |`;
}

/** Nothing in it ends the code. */
function code(text: string): string {
  return `\`${text.replaceAll(/[`\n]/g, ' ')}\``;
}
