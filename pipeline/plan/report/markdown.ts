import { printable } from '../../printable';
import type { Comparison } from '../compare';
import type { Change, ImageChange, Restart, Risk } from '../types';
import { type ChangeGroup, groupsOf, openings, wholeOf } from './groups';
import { linesOf } from './values';
import {
  acceptanceOf,
  dangerReasons,
  dangers,
  headline,
  nameOf,
  plural,
  type Revisions,
  riskWords,
  verbs,
} from './words';

/** Part of a report: items that may be left out, the last ones first, when there is no room. */
interface Section {
  /** What matters more has the lower number and gets its room first. */
  readonly level: number;
  readonly before: string;
  readonly items: readonly string[];
  readonly after: string;
  /** What an item is, for the note about those left out. */
  readonly noun: string;
}

/** Room for the note about what was left out. */
const reserve = 300;

/**
 * The plan as a comment of a pull request, never longer than `maxLength` characters: verdict first, then what is grave,
 * what becomes more open, what restarts, images, and every change folded. It ends by saying what it left out. Nothing
 * from a manifest can end a code block, make a heading or call somebody.
 */
export function markdownReport(
  comparisons: readonly Comparison[],
  maxLength: number,
  revisions?: Revisions,
  notRead: readonly string[] = [],
): string {
  const changed = comparisons.filter(({ plan }) => plan.changes.length > 0);
  const title = changed.some(({ isSideBySide }) => !isSideBySide) ? '## What this changes' : '## Differences';
  const between = revisions ? `From ${code(revisions.from)} to ${code(revisions.to)}\n\n` : '';
  const accepted = acceptanceOf(comparisons);
  const head: Section = {
    level: 0,
    before: `${changed.length === 0 ? '## Nothing changes' : title}\n\n${between}`,
    items: comparisons.map((one) => `- **${escape(one.name)}**: ${escape(headline(one))}\n`),
    after: accepted === undefined ? '' : `\n${accepted.ask} \`${accepted.trailer}\`\n`,
    noun: 'environment',
  };
  const rest = list(3, '**Not looked at**', notRead.map(escape), 'reason');
  return fill([head, ...changed.flatMap(sectionsOf), ...(notRead.length > 0 ? [rest] : [])], maxLength);
}

function sectionsOf(comparison: Comparison): Section[] {
  const { name, plan } = comparison;
  const { changes, restarts, images } = plan;
  const whole = wholeOf(comparison);
  const title = `\n### ${escape(name)}\n${whole === undefined ? '' : `\n${escape(whole)}\n`}`;
  const sections = [
    ...dangers.map((risk) => graveSection(risk, changes)),
    list(
      2,
      '**More open than before**',
      openings(changes).map(({ objects, reason }) => `${namesText(objects)} ${escape(reason)}`),
      'opening',
    ),
    restartSection(restarts),
    removedSection(whole === undefined ? changes : []),
    imageSection(images),
    detailSection(whole === undefined ? changes : changes.filter(({ risk }) => dangers.includes(risk))),
  ].filter(({ items }) => items.length > 0);
  return sections.map((section, index) =>
    index === 0 ? { ...section, before: `${title}${section.before}` } : section,
  );
}

function list(level: number, title: string, items: readonly string[], noun: string): Section {
  return { level, before: `\n${title}\n\n`, items: items.map((item) => `- ${item}\n`), after: '', noun };
}

function graveSection(risk: Risk, changes: readonly Change[]): Section {
  const groups = groupsOf(changes.filter((change) => change.risk === risk));
  const items = groups.map(({ change, objects }) => {
    const reasons = dangerReasons(change).map(escape);
    const text = reasons.length === 1 ? ` ${reasons[0]}` : reasons.map((reason) => `\n  - ${reason}`).join('');
    return `${verbs[change.action]} ${namesText(objects)}${wasText(change)}:${text}`;
  });
  const word = `${risk.charAt(0).toUpperCase()}${risk.slice(1)}`;
  return list(1, `**${word}** (${riskWords[risk]})`, items, `${risk} change`);
}

/** What leaves the tree without harm; whoever reviews wants to know whether it leaves the cluster too. */
function removedSection(changes: readonly Change[]): Section {
  const groups = groupsOf(changes.filter(({ action, risk }) => action === 'remove' && risk === 'safe'));
  const items = groups.map(({ change, objects }) => `${namesText(objects)}: ${change.reasons.map(escape).join('; ')}`);
  return list(3, '**Removed from the tree**', items, 'removal');
}

function wasText({ was }: Change): string {
  return was === undefined ? '' : ` (was ${code(nameOf(was))})`;
}

/** Names that one line shows. */
const mostNames = 8;

function namesText(objects: ChangeGroup['objects']): string {
  const shown = objects.slice(0, mostNames).map((object) => code(nameOf(object)));
  return objects.length > mostNames ? `${shown.join(', ')} and ${objects.length - mostNames} more` : shown.join(', ');
}

function restartSection(restarts: readonly Restart[]): Section {
  return {
    level: 1,
    before: '\n**Restarts**\n\n| Workload | Pods | Because of |\n|---|---|---|\n',
    items: restarts.map(({ workload, pods, because }) => {
      const why = because.length === 0 ? '**nothing that they read: do not merge**' : because.map(escape).join(', ');
      return `| ${code(nameOf(workload))} | ${pods ?? 'one on every node'} | ${why} |\n`;
    }),
    after: '',
    noun: 'restart',
  };
}

function imageSection(images: readonly ImageChange[]): Section {
  return {
    level: 3,
    before: '\n**Images**\n\n| Component | From | To |\n|---|---|---|\n',
    items: images.map(({ component, from, to }) => {
      const cell = (image: string | null) => (image === null ? '' : code(image));
      return `| ${escape(component)} | ${cell(from)} | ${cell(to)} |\n`;
    }),
    after: '',
    noun: 'image',
  };
}

function detailSection(changes: readonly Change[]): Section {
  return {
    level: 4,
    before: `\n<details><summary>Every change (${changes.length})</summary>\n`,
    items: groupsOf(changes).map(detail),
    after: '\n</details>\n',
    noun: 'detail',
  };
}

function detail({ change, objects }: ChangeGroup): string {
  const { action, risk, reasons, fields } = change;
  const title = `\n**${action}** ${namesText(objects)}${wasText(change)}: ${risk}\n\n`;
  const why = reasons.map((reason) => `- ${escape(reason)}\n`).join('');
  const lines = fields.flatMap((field) => [
    `  ${printable(field.path)}`,
    ...linesOf(field).map(({ sign, text }) => (sign === '…' ? '  …' : `${sign} ${text}`)),
  ]);
  return `${title}${why}${lines.length === 0 ? '' : `\n${fence(lines.join('\n'), 'diff')}\n`}`;
}

/** Gives room to sections by their level, and prints them in their order. */
function fill(sections: readonly Section[], maxLength: number): string {
  let room = maxLength - reserve;
  const kept = new Map<Section, number>();
  for (const section of [...sections].sort((a, b) => a.level - b.level)) {
    const frame = section.before.length + section.after.length;
    let number = 0;
    let cost = frame;
    for (const item of section.items) {
      if (cost + item.length > room) break;
      cost += item.length;
      number += 1;
    }
    if (number === 0) continue;
    kept.set(section, number);
    room -= cost;
  }
  const text = sections.map((section) => {
    const number = kept.get(section);
    return number === undefined ? '' : `${section.before}${section.items.slice(0, number).join('')}${section.after}`;
  });
  return `${text.join('')}${leftOut(sections, kept, maxLength)}`.trimEnd();
}

function leftOut(sections: readonly Section[], kept: ReadonlyMap<Section, number>, maxLength: number): string {
  const missing = new Map<string, number>();
  for (const section of sections) {
    const number = section.items.length - (kept.get(section) ?? 0);
    if (number > 0) missing.set(section.noun, (missing.get(section.noun) ?? 0) + number);
  }
  if (missing.size === 0) return '';
  const what = [...missing].map(([noun, number]) => plural(number, noun)).join(', ');
  return `\n_Left out to stay below ${maxLength} characters: ${what}. \`--format html\` shows everything._\n`;
}

/** A text that is only text: no mark-up, no link, no mention, one line. `#` goes before what is written with it. */
export function escape(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('#', '&#35;')
    .replaceAll('@', '&#64;')
    .replaceAll(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('://', ':&#47;&#47;');
}

/** A name or value in a code span, whatever it holds; also in a cell of a table. */
export function code(text: string): string {
  const plain = printable(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const ticks = '`'.repeat(longestRun(plain) + 1);
  const space = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${plain}${space}${ticks}`;
}

/** A code block that its content cannot end. */
function fence(text: string, language: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
