import { picture } from '../../../commands/picture';
import { dot } from '../../../pipeline/picture/dot';
import { drawingOf } from '../../../pipeline/picture/drawing';
import { layoutOf } from '../../../pipeline/picture/layout';
import { mermaid } from '../../../pipeline/picture/mermaid';
import type { Picture } from '../../../pipeline/picture/model';
import { svg } from '../../../pipeline/picture/svg';
import { wrap } from '../../../pipeline/picture/wrap';
import { environment } from '../../support/environments';
import { xmlProblem } from '../../support/xml';

const hostile = 'a"]b\\|<script>alert(1)</script>&amp;\u202e\ud800`#;\n%% end';

/** Two components and somebody outside, under whatever name. */
function small(name: string): Picture {
  return {
    environment: name,
    components: [
      { id: 'db', name: 'db', stage: 0, after: [], namespaces: ['data'] },
      { id: name, name, stage: 1, after: ['db'], namespaces: [] },
    ],
    neighbours: [{ id: `outside/${name}`, name, detail: name, isCaller: false }],
    connections: [
      { from: name, to: 'db', ports: ['5432', '8000/UDP'] },
      { from: name, to: `outside/${name}`, ports: [] },
    ],
    common: [{ to: name, ports: ['53'] }],
  };
}

test('a small picture as dot', () => {
  expect(dot(small('end'))).toBe(`digraph "end" {
  graph [label="end\\nEvery component with pods also calls end (53).", labelloc=t, rankdir=BT, newrank=true, nodesep=0.4, fontname="sans-serif"];
  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif", fontsize=12, margin="0.2,0.06"];
  edge [fontname="sans-serif", fontsize=10];
  subgraph "cluster stage 0" {
    rank=same; label="stage 0"; labeljust=l; labelloc=b; style=filled; color=gray95; fontsize=11;
    "db" [label="db\\ndata"];
  }
  subgraph "cluster stage 1" {
    rank=same; label="stage 1"; labeljust=l; labelloc=b; style=filled; color=gray95; fontsize=11;
    "end" [label="end\\nno pods"];
  }
  "outside/end" [label="end\\nend", style="rounded,dashed"];
  "end" -> "db" [style=dashed, color=gray60, arrowhead=open];
  "end" -> "db" [label="5432, 8000/UDP", tooltip="end → db"];
  "end" -> "outside/end" [label="", tooltip="end → end"];
}`);
});

test('and as Mermaid, where no name is taken for a word of the language or for another name', () => {
  expect(mermaid(small('end'))).toBe(`flowchart BT
  accTitle: Components of end by stage, and who calls whom
  %% every component with pods also calls end 53
  subgraph stage_0["stage 0"]
    _db["db"]
  end
  subgraph stage_1["stage 1"]
    _end["end"]
  end
  _end_2(["end"])
  _end -.-> _db
  _end -->|"5432, 8000/UDP"| _db
  _end --> _end_2`);
});

describe('whatever a name holds stays text', () => {
  test('in SVG', () => {
    const text = svg(small(hostile));
    expect(xmlProblem(text)).toBeUndefined();
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<script|[\u202e\ud800]/);
  });

  test('in dot', () => {
    const text = dot(small(hostile));
    // Without what is quoted, nothing is left but our own words.
    expect(text.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '')).not.toMatch(/["\\<|`]|script/);
  });

  test('in Mermaid', () => {
    const text = mermaid(small(hostile));
    expect(text).not.toMatch(/[<\\&`\u202e]|script>|%% end/);
    expect(text.split('\n')).toHaveLength(mermaid(small('end')).split('\n').length);
    expect(text).toContain('#60;script#62;alert(1)');
  });

  test.each(['', '</style><x>', "]]>'--><!--"])('the checker of XML finds %j as it is', (name) => {
    expect(xmlProblem(svg(small(name)))).toBeUndefined();
    expect(xmlProblem(`<svg>${name}<a></svg>`)).toBeDefined();
  });
});

test.each(['dev', 'staging', 'production'])('%s: nothing lies on anything else', (name) => {
  const shown = picture(environment(name));
  const { bands, lanes } = layoutOf(drawingOf(shown), { top: 0, characters: 66, isNarrow: false });
  const boxes = bands.flatMap((band) => band.boxes);
  for (const [index, box] of boxes.entries()) {
    const next = boxes[index + 1];
    if (next) expect(box.y + box.height).toBeLessThan(next.y);
    for (const { y } of box.pins) expect(y > box.y && y < box.y + box.height).toBe(true);
  }
  const pins = boxes.flatMap((box) => box.pins.map(({ y }) => y));
  for (const [index, y] of pins.entries()) expect(y - (pins[index - 1] ?? 0)).toBeGreaterThanOrEqual(16);
  const spans = lanes.map(({ column, to, from }) => ({
    column,
    start: Math.min(to, ...from),
    end: Math.max(to, ...from),
  }));
  for (const one of spans)
    for (const other of spans)
      if (one !== other && one.column === other.column)
        expect(one.end < other.start || other.end < one.start).toBe(true);
  // Every connection has its line, at every port.
  const lines = lanes.reduce((sum, { from }) => sum + from.length, 0);
  expect(lines).toBe(shown.connections.reduce((sum, { ports }) => sum + ports.length, 0));
});

test.each([
  ['a b c', 3, ['a b', 'c']],
  ['one', 10, ['one']],
  ['unbreakable word', 6, ['unbre…', 'word']],
  ['', 5, ['']],
])('%j in lines of %i', (text, widest, lines) => {
  expect(wrap(text, widest)).toEqual(lines);
});
