import { styleText } from 'node:util';
import { printable } from '../../printable';
import type { Comparison } from '../compare';
import type { Change, FieldChange, Risk } from '../types';
import { isShort, linesOf, shortText } from './values';
import { type ChangeGroup, groupsOf, openings, wholeOf } from './groups';
import { acceptanceOf, dangers, headline, nameOf, plural, riskWords } from './words';

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'magenta' | 'cyan';

const styles: Readonly<Record<Risk, Style>> = {
  refused: 'magenta',
  irreversible: 'red',
  disruptive: 'yellow',
  restart: 'cyan',
  unjudged: 'bold',
  safe: 'green',
};

/** Fields of one change, and lines of one field, that a terminal shows; the rest is counted. */
const most = { fields: 12, safeFields: 4, lines: 30, objects: 6 };

/** The plan for a terminal: a line for each environment, then what is grave, what restarts, and every change, folded. */
export function textReport(comparisons: readonly Comparison[], colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const summary = comparisons.map((one) => `${paint('bold', one.name)}: ${headline(one)}`);
  const details = comparisons
    .filter(({ plan }) => plan.changes.length > 0)
    .flatMap((one) => environmentLines(one, paint));
  const accepted = acceptanceOf(comparisons);
  const ask = accepted ? ['', `${accepted.ask} ${paint('bold', accepted.trailer)}`] : [];
  return [...summary, ...ask, ...details].join('\n');
}

type Paint = (style: Style, text: string) => string;

function environmentLines(comparison: Comparison, paint: Paint): string[] {
  const { name, plan } = comparison;
  const whole = wholeOf(comparison);
  const told = whole === undefined ? plan.changes : plan.changes.filter(({ risk }) => dangers.includes(risk));
  return [
    '',
    paint('bold', `== ${name}`),
    ...(whole === undefined ? [] : ['', printable(whole)]),
    ...section(
      'Restarts',
      plan.restarts.map(
        ({ workload, pods, because }) =>
          `${nameOf(workload)}  ${pods === null ? 'on every node' : plural(pods, 'pod')}: ${because.join(', ') || 'nobody can say why'}`,
      ),
      paint,
    ),
    ...section(
      'Images',
      plan.images.map(({ component, from, to }) => `${component}: ${from ?? 'none'} → ${to ?? 'none'}`),
      paint,
    ),
    ...section(
      'Widens access',
      openings(plan.changes).map(({ objects, reason }) => `${namesText(objects)}: ${reason}`),
      paint,
    ),
    ...changeLines(told, paint),
  ];
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map((line) => `  ${printable(line)}`)];
}

function changeLines(changes: readonly Change[], paint: Paint): string[] {
  let last: Risk | undefined;
  return groupsOf(changes).flatMap((group) => {
    const { risk } = group.change;
    const title = risk === last ? [] : ['', `${paint(styles[risk], risk)}: ${riskWords[risk]}`];
    last = risk;
    return [...title, ...groupLines(group, paint)];
  });
}

function groupLines({ change, objects }: ChangeGroup, paint: Paint): string[] {
  const { action, was, reasons, fields, risk } = change;
  const from = was === undefined ? '' : ` (was ${nameOf(was)})`;
  const shown = fields.slice(0, risk === 'safe' ? most.safeFields : most.fields);
  const rest = fields.length - shown.length;
  return [
    printable(`  ${action.padEnd(7)} ${namesText(objects)}${from}`),
    ...reasons.map((reason) => printable(`          ${reason}`)),
    ...shown.flatMap((field) => fieldLines(field, paint)),
    ...(rest > 0 ? [paint('dim', `          … and ${plural(rest, 'more field')}`)] : []),
  ];
}

function namesText(objects: ChangeGroup['objects']): string {
  const rest = objects.length - most.objects;
  return `${objects.slice(0, most.objects).map(nameOf).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function fieldLines(field: FieldChange, paint: Paint): string[] {
  const path = printable(field.path);
  if (isShort(field)) return [paint('dim', `            ${path}: ${shortText(field)}`)];
  const lines = linesOf(field);
  const shown = lines.slice(0, most.lines).map(({ sign, text }) => {
    const line = `              ${sign} ${text}`.trimEnd();
    return sign === '-' ? paint('red', line) : sign === '+' ? paint('green', line) : paint('dim', line);
  });
  const rest = lines.length - shown.length;
  return [
    paint('dim', `            ${path}:`),
    ...shown,
    ...(rest > 0 ? [paint('dim', `              … and ${plural(rest, 'more line')}`)] : []),
  ];
}
