import { createHash } from 'node:crypto';
import { markup as html } from '../../../printable';
import type { Comparison } from '../../compare';
import type { EnvironmentPlan } from '../../types';
import {
  acceptanceOf,
  consequences,
  gravestFirst,
  headline,
  nameOf,
  plural,
  type Revisions,
  riskCounts,
} from '../words';
import { openings, wholeOf } from '../groups';
import { anchor, changeAnchor } from './anchor';
import { changeList, legend } from './changes';
import { dangerLists } from './dangers';
import { figure } from './figure';
import { script } from './script';
import { style } from './style';

/**
 * The plan as one page that needs no network: of each environment first the verdict and what is dangerous, then a picture,
 * and a list to filter with manifests side by side.
 */
export function htmlReport(comparisons: readonly Comparison[], revisions?: Revisions): string {
  const title = titleOf(comparisons);
  const between = revisions && `from ${revisions.from} to ${revisions.to}`;
  const summary = comparisons.map((one) => {
    const name = `<strong>${html(one.name)}</strong>`;
    const link = one.plan.changes.length === 0 ? name : `<a href="#${anchor(one.name)}">${name}</a>`;
    return `<li>${link}: ${html(headline(one))}</li>`;
  });
  const accepted = acceptanceOf(comparisons);
  const ask = accepted ? `<p>${html(accepted.ask)} <code>${html(accepted.trailer)}</code></p>` : '';
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy()}">`,
    `<title>${html([title, ...(between ? [between] : [])].join(' '))}</title><style>${style}</style></head><body>`,
    '<a class="skip" href="#plan">Skip to the plan</a>',
    `<header><h1>${html(title)}</h1>`,
    revisions
      ? `<p class="soft">From <code>${html(revisions.from)}</code> to <code>${html(revisions.to)}</code></p>`
      : '',
    // One environment says it once, below its name.
    comparisons.length === 1 && !isNothing(comparisons) ? '' : `<ul>${summary.join('')}</ul>`,
    `${ask}</header>`,
    `<main id="plan">${comparisons
      .filter(({ plan }) => plan.changes.length > 0)
      .map(environment)
      .join('\n')}</main>`,
    `<script>${script}</script></body></html>`,
  ].join('\n');
}

function titleOf(comparisons: readonly Comparison[]): string {
  const names = comparisons.filter(({ plan }) => plan.changes.length > 0).map(({ name }) => name);
  const isSideBySide = comparisons.some((one) => one.isSideBySide);
  if (names.length === 0) return isSideBySide ? 'No difference' : 'Nothing changes';
  return `${isSideBySide ? 'Differences' : 'What changes in'} ${names.join(', ')}`;
}

function isNothing(comparisons: readonly Comparison[]): boolean {
  return comparisons.every(({ plan }) => plan.changes.length === 0);
}

/** Nothing is loaded, and no script runs but ours: whatever a manifest says stays text. */
function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
}

function environment(comparison: Comparison): string {
  const { name, plan } = comparison;
  const whole = wholeOf(comparison);
  return [
    `<section class="environment" id="${anchor(name)}" aria-label="${html(name)}">`,
    `<h2>${html(name)}</h2>${verdict(comparison)}${whole === undefined ? '' : `<p>${html(whole)}</p>`}`,
    dangerLists(comparison),
    widening(comparison),
    restarts(plan),
    images(plan),
    figure(comparison),
    `<h3>Every change</h3>${comparison.isSideBySide ? '' : legend()}${filter(name)}`,
    changeList(comparison),
    '</section>',
  ].join('\n');
}

/** How much of what, at a glance. */
function verdict(comparison: Comparison): string {
  const { plan, isSideBySide } = comparison;
  if (isSideBySide) return `<p class="verdict">${headline(comparison)}</p>`;
  const counts = riskCounts(plan).map(({ risk, number }) => `<span class="badge ${risk}">${number} ${risk}</span>`);
  const words = [plural(plan.changes.length, 'change'), ...counts, ...consequences(plan)];
  return `<p class="verdict">${words.map((one) => (one.startsWith('<') ? one : `<span>${one}</span>`)).join(' ')}</p>`;
}

function restarts({ restarts: all }: EnvironmentPlan): string {
  const rows = all.map(({ workload, pods, because }) => [
    html(nameOf(workload)),
    pods === null ? 'one on every node' : String(pods),
    html(because.join(', ') || 'nobody can say why'),
  ]);
  return table('Restarts', ['Workload', 'Pods', 'Because of'], rows);
}

function images({ images: all }: EnvironmentPlan): string {
  const cell = (image: string | null) => (image === null ? '' : `<code>${html(image)}</code>`);
  return table(
    'Images',
    ['Component', 'From', 'To'],
    all.map(({ component, from, to }) => [html(component), cell(from), cell(to)]),
  );
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((cell, index) => `<td data-title="${heads[index]}">${cell}</td>`).join('')}</tr>`)
    .join('');
  return `<h3>${title}</h3><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function widening({ name, plan: { changes } }: Comparison): string {
  const items = openings(changes).map(({ objects, reason }) => {
    const links = objects.map((object) => `<a href="#${changeAnchor(name, object)}">${html(nameOf(object))}</a>`);
    return `<li>${links.join(', ')} ${html(reason)}</li>`;
  });
  return items.length === 0 ? '' : `<h3>More open than before</h3><ul class="dangers widens">${items.join('')}</ul>`;
}

/** Hidden until the script that it needs runs. */
function filter(name: string): string {
  const boxes = gravestFirst.map(
    (risk) => `<label><input type="checkbox" name="risk" value="${risk}" checked> ${risk}</label>`,
  );
  return [
    `<form class="filter" hidden aria-label="Filter the changes of ${html(name)}">`,
    '<input type="search" name="words" placeholder="Name, kind, field or reason" aria-label="Words">',
    `<fieldset><legend class="quiet">Risks</legend>${boxes.join('')}</fieldset>`,
    '<label><input type="checkbox" name="open"> only what is more open</label>',
    '<output aria-live="polite"></output></form>',
  ].join('');
}
