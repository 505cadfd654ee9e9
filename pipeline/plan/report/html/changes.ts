import { markup as html } from '../../../printable';
import type { Comparison } from '../../compare';
import type { Change, FieldChange } from '../../types';
import { linesOf, shortText } from '../values';
import { gravestFirst, nameOf, plural, riskWords, verbs } from '../words';
import { anchor, changeAnchor } from './anchor';
import { sides } from './sides';

/** Every change of an environment, by component, the gravest first; each opens to reasons, fields and manifests. */
export function changeList({ name, plan, objects }: Comparison): string {
  const components = [...new Set(plan.changes.map(({ component }) => component))];
  const items = plan.changes.map((change, index) => ({ change, objects: objects[index] ?? {} }));
  return components
    .map((component) => {
      const own = items
        .filter(({ change }) => change.component === component)
        .sort((a, b) => gravestFirst.indexOf(a.change.risk) - gravestFirst.indexOf(b.change.risk));
      const title = component === '' ? 'Outside any component' : component;
      return [
        `<section class="component" id="${anchor(name, component)}">`,
        `<h4>${html(title)} <span class="number">${plural(own.length, 'change')}</span></h4>`,
        ...own.map(({ change, objects: both }) => item(name, change, sides(both))),
        '</section>',
      ].join('\n');
    })
    .join('\n');
}

/** One change; what is refused or lost is open from the start. */
function item(environment: string, change: Change, manifests: string): string {
  const { action, object, was, risk, reasons, widens, fields } = change;
  const paths = fields.map(({ path }) => path);
  const words = [nameOf(object), change.component, action, verbs[action], risk, ...reasons, ...paths].join(' ');
  const isOpen = risk === 'refused' || risk === 'irreversible';
  const more = reasons.length > 1 ? `; and ${plural(reasons.length - 1, 'more reason')}` : '';
  const mark = widens.length > 0 ? '<span class="badge widens">more open</span> ' : '';
  return [
    `<details class="change" id="${changeAnchor(environment, object)}"${isOpen ? ' open' : ''} data-risk="${risk}" data-open="${widens.length > 0}" data-words="${html(words.toLowerCase())}">`,
    `<summary><span class="badge ${risk}">${risk}</span> ${mark}<span class="action">${verbs[action]}</span> <span class="object">${html(nameOf(object))}</span> <span class="why">${html(reasons[0] ?? '')}${more}</span></summary>`,
    was === undefined ? '' : `<p>Was <code>${html(nameOf(was))}</code>.</p>`,
    reasons.length > 1
      ? `<ul class="reasons">${reasons.map((reason) => reasonText(reason, widens)).join('')}</ul>`
      : '',
    fields.length === 0 ? '' : `<dl class="fields">${fields.map(fieldText).join('')}</dl>`,
    `<div class="manifests">${manifests}</div>`,
    '</details>',
  ].join('\n');
}

function reasonText(reason: string, widens: readonly string[]): string {
  return `<li${widens.includes(reason) ? ' class="widening"' : ''}>${html(reason)}</li>`;
}

/** A field as it reads on one line; of longer ones the number of lines, for the manifests beside it show them. */
function fieldText(field: FieldChange): string {
  const lines = linesOf(field).filter(({ sign }) => sign === '+' || sign === '-');
  const isPlain = [field.from, field.to].every((value) => value === null || typeof value !== 'object');
  const value = isPlain && lines.length <= 2 ? html(shortText(field)) : plural(lines.length, 'line');
  return `<div><dt><code>${html(field.path)}</code></dt><dd>${value}</dd></div>`;
}

/** The meaning of the badges. */
export function legend(): string {
  const rows = gravestFirst.map(
    (risk) => `<li><span class="badge ${risk}">${risk}</span> ${html(riskWords[risk])}</li>`,
  );
  return `<ul class="legend" aria-label="What the risks mean">${rows.join('')}</ul>`;
}
