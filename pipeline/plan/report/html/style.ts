import { shapeStyle } from '../../../picture/style';

/** Colours meet WCAG AA in both schemes; meaning is always in words as well. No line has the colour of a risk. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2128; --soft: #57606a; --edge: #d0d7de; --fill: #f6f8fa;
  --safe: #1a7f37; --unjudged: #57606a; --restart: #0550ae; --disruptive: #8a5a00; --irreversible: #b31d28; --refused: #6f1d9c;
  --gone: #ffebe9; --new: #e6ffec; --focus: #0550ae; --lane: #0b7285; --other-lane: #a0356f; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9ea7b3; --edge: #3d444d; --fill: #161b22;
  --safe: #56d364; --unjudged: #9ea7b3; --restart: #79c0ff; --disruptive: #e3b341; --irreversible: #ff8182; --refused: #d2a8ff;
  --gone: #4a1b1e; --new: #12361f; --focus: #79c0ff; --lane: #3bc9db; --other-lane: #f783ac; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.35rem; margin: 2rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--edge); }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } h4 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
a { color: var(--restart); } code { font: .875em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; } .skip:focus { position: static; }
.number, p.soft, figcaption { color: var(--soft); font-weight: normal; font-size: .875rem; }
.legend { list-style: none; display: grid; gap: .25rem; padding: 0; margin: 1rem 0; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1em; padding: 0 .6em; font-size: .8125rem; font-weight: 600; }
.safe { color: var(--safe); } .unjudged { color: var(--unjudged); } .restart { color: var(--restart); } .disruptive { color: var(--disruptive); }
.irreversible { color: var(--irreversible); } .refused { color: var(--refused); } .widens { color: var(--disruptive); }
${shapeStyle}
figure { margin: 0 0 1rem; } figcaption { margin-bottom: .5rem; } .drawing { overflow-x: auto; } .drawing svg { display: block; }
.drawing.wide svg { width: 100%; height: auto; } .drawing.narrow { display: none; }
.drawing .lane { color: var(--soft); } .drawing :is(.c0, .c3, .c6) { color: var(--lane); } .drawing :is(.c1, .c4, .c7) { color: var(--other-lane); }
svg a .box { stroke: currentColor; stroke-width: 2.5; } svg a .state { fill: currentColor; font-weight: 600; } svg a:hover .name { text-decoration: underline; }
.verdict { display: flex; flex-wrap: wrap; gap: .4rem .9rem; align-items: baseline; font-size: 1.1rem; margin: .5rem 0 1rem; } .verdict .badge { font-size: 1rem; }
.dangers { padding: .6rem .75rem .6rem 1.75rem; margin: 0; background: var(--fill); border-left: 4px solid currentColor; border-radius: 0 .5rem .5rem 0; }
.dangers li { color: var(--ink); overflow-wrap: anywhere; } .dangers > li + li { margin-top: .4rem; } .dangers ul { padding-left: 1.25rem; }
.scroll td:first-child { min-width: min(15rem, 30vw); } .why { display: block; color: var(--ink); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border: 1px solid var(--edge); }
th { background: var(--fill); font-weight: 600; } td, .fields dd { overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .75rem 0; padding: .75rem; background: var(--fill); border: 1px solid var(--edge); border-radius: .5rem; }
form input[type=search] { font: inherit; padding: .35rem .6rem; min-width: 12rem; flex: 1 1 12rem; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .35rem; }
form fieldset { display: flex; flex-wrap: wrap; gap: .25rem .9rem; border: 0; padding: 0; margin: 0; } form label { display: inline-flex; gap: .35rem; align-items: center; min-height: 2rem; }
details.change { border: 1px solid var(--edge); border-radius: .5rem; margin: .5rem 0; } details.change > summary { padding: .6rem .75rem; cursor: pointer; overflow-wrap: anywhere; }
details.change > :not(summary) { margin-left: .75rem; margin-right: .75rem; } .action { color: var(--soft); } .object { font-weight: 600; }
.reasons li.widening { font-weight: 600; } .fields > div { display: grid; grid-template-columns: minmax(8rem, 2fr) 3fr; gap: .25rem 1rem; padding: .2rem 0; border-top: 1px solid var(--edge); } .fields dd { margin: 0; }
table.sides { table-layout: fixed; margin-bottom: .75rem; } .sides td { padding: 0 .5rem; border-width: 0 1px; white-space: pre-wrap; } .sides code { white-space: pre-wrap; }
.sides .gone { background: var(--gone); } .sides .new { background: var(--new); } .sides .fold { color: var(--soft); text-align: center; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { .fields > div { grid-template-columns: 1fr; }
  .sides, .sides tbody, .sides tr, .sides td { display: block; width: 100%; } .sides thead, .sides .none, .sides .same + .same, .sides .fold + .fold { display: none; }
  .sides .gone::before { content: "- "; } .sides .new::before { content: "+ "; } }
@media (max-width: 40rem) { .scroll thead { display: none; } .scroll table, .scroll tbody, .scroll tr, .scroll td { display: block; }
  .scroll tr { border: 1px solid var(--edge); border-width: 0 0 1px; padding: .4rem 0; } .scroll td { border: 0; padding: .1rem 0; }
  .scroll td:not(:empty)::before { content: attr(data-title) ": "; color: var(--soft); } }
@media (max-width: 40rem) { .drawing.wide { display: none; } .drawing.narrow { display: block; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } form, .skip, .manifests { display: none; } a { color: inherit; }
  li, tr, summary, svg { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } details.change { border-width: 0 0 1px; border-radius: 0; margin: 0; } }
`;
