import { printable } from '../printable';
import { nameOf, type Picture } from './model';
import { stagesOf, waits } from './order';

/** The picture as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. */
export function mermaid(picture: Picture): string {
  const { environment, components, neighbours, connections, common } = picture;
  const ids = idsOf([...components, ...neighbours].map(({ id }) => id));
  const id = (of: string) => ids.get(of) ?? '';
  const stages = stagesOf(components);
  return [
    'flowchart BT',
    `  accTitle: ${line(`Components of ${environment} by stage, and who calls whom`)}`,
    ...common.map(({ to, ports }) => `  %% every component with pods also calls ${line(`${to} ${ports.join(', ')}`)}`),
    ...stages.flatMap(([stage, members]) => [
      `  subgraph stage_${stage}["stage ${stage}"]`,
      ...members.map((one) => `    ${id(one.id)}["${text(one.name)}"]`),
      '  end',
    ]),
    ...neighbours.map((one) => `  ${id(one.id)}(["${text(one.name)}"])`),
    ...waits(components).map(([after, before]) => `  ${id(after)} -.-> ${id(before)}`),
    ...connections.map(({ from, to, ports }) => {
      const label = ports.length === 0 ? '' : `|"${text(ports.join(', '))}"|`;
      return `  ${id(from)} -->${label} ${id(to)}`;
    }),
  ].join('\n');
}

/** Names that Mermaid takes for nothing else, such as `end`; no two are alike. */
function idsOf(all: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    all.map((id) => {
      const plain = `_${nameOf(id).replaceAll(/[^A-Za-z0-9]/g, '_')}`;
      let free = plain;
      for (let count = 2; taken.has(free); count++) free = `${plain}_${count}`;
      taken.add(free);
      return [id, free];
    }),
  );
}

/** A text between quotes; Mermaid has its own way to write what would end it or would be HTML or Markdown. */
function text(words: string): string {
  return printable(words).replaceAll(/[^\p{L}\p{N} .,:/_()-]/gu, (char) => `#${char.codePointAt(0)};`);
}

/** A text that ends with its line. */
function line(words: string): string {
  return printable(words).replaceAll(/[^\p{L}\p{N} .,:/_()-]/gu, ' ');
}
