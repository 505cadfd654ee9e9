import { markup as html } from '../../../printable';
import type { Comparison } from '../../compare';
import { type ChangeGroup, groupsOf } from '../groups';
import { dangerReasons, dangers, nameOf, riskWords, verbs } from '../words';
import { changeAnchor } from './anchor';

/** Objects that one row names; the list of every change has all. */
const most = 8;

/** What fails, what is lost and what stops working, one row for each cause, with its reasons. */
export function dangerLists({ name, plan }: Comparison): string {
  return dangers
    .map((risk) => {
      const rows = groupsOf(plan.changes.filter((change) => change.risk === risk)).map((group) => row(name, group));
      if (rows.length === 0) return '';
      const word = `${risk.charAt(0).toUpperCase()}${risk.slice(1)}`;
      return [
        `<h3 class="danger ${risk}">${word} <span class="number">${html(riskWords[risk])}</span></h3>`,
        `<ul class="dangers ${risk}">`,
        ...rows,
        '</ul>',
      ].join('\n');
    })
    .join('\n');
}

function row(environment: string, { change, objects }: ChangeGroup): string {
  const names = objects
    .slice(0, most)
    .map((object) => `<a href="#${changeAnchor(environment, object)}">${html(nameOf(object))}</a>`);
  const rest = objects.length > most ? ` and ${objects.length - most} more` : '';
  const was = change.was === undefined ? '' : ` (was ${html(nameOf(change.was))})`;
  const reasons = dangerReasons(change).map((reason) => html(reason));
  const why = reasons.length === 1 ? ` ${reasons[0]}` : `<ul>${reasons.map((one) => `<li>${one}</li>`).join('')}</ul>`;
  return `<li><span class="action">${verbs[change.action]}</span> ${names.join(', ')}${rest}${was}:${why}</li>`;
}
