import { markup as html, printable } from '../../../printable';
import { type Plain, writeYaml } from '../../../yaml/write';
import { visibleObject } from '../../hidden';
import type { Entry } from '../../tree';
import { type Line, lineDiff } from '../lines';
import { plural } from '../words';

/** Lines of one object that a page shows. */
const most = 1000;

interface Row {
  readonly left?: string;
  readonly right?: string;
  readonly type: 'same' | 'changed' | 'fold';
}

/** Two manifests side by side, line by line; one below the other where there is no room. */
export function sides({ before, after }: { readonly before?: Entry; readonly after?: Entry }): string {
  const rows = rowsOf(lineDiff(linesOf(before), linesOf(after)));
  const shown = rows.slice(0, most).map(rowText).join('');
  const rest = rows.length > most ? `<p>${plural(rows.length - most, 'more line')}.</p>` : '';
  const titles = `<tr><th scope="col">${before ? 'Before' : 'Not there before'}</th><th scope="col">${after ? 'After' : 'Not there any more'}</th></tr>`;
  return `<table class="sides"><caption class="quiet">Manifest before and after</caption><thead>${titles}</thead><tbody>${shown}</tbody></table>${rest}`;
}

function linesOf(entry: Entry | undefined): string[] {
  return entry ? printable(writeYaml(visibleObject(entry) as Plain).replace(/\n$/, '')).split('\n') : [];
}

/** What goes and what comes in its place stand beside each other. */
function rowsOf(lines: readonly Line[]): Row[] {
  const rows: Row[] = [];
  let minus: string[] = [];
  let plus: string[] = [];
  const flush = (): void => {
    for (let i = 0; i < Math.max(minus.length, plus.length); i++)
      rows.push({ left: minus[i], right: plus[i], type: 'changed' });
    [minus, plus] = [[], []];
  };
  for (const { sign, text } of lines) {
    if (sign === '-') minus.push(text);
    else if (sign === '+') plus.push(text);
    else {
      flush();
      rows.push(sign === '…' ? { left: '…', right: '…', type: 'fold' } : { left: text, right: text, type: 'same' });
    }
  }
  flush();
  return rows;
}

function rowText({ left, right, type }: Row): string {
  const cell = (text: string | undefined, name: string, word: string): string => {
    if (text === undefined) return '<td class="none"></td>';
    const mark = type === 'changed' ? `<span class="quiet">${word} </span>` : '';
    return `<td class="${type === 'changed' ? name : type}">${mark}<code>${html(text)}</code></td>`;
  };
  return `<tr>${cell(left, 'gone', 'removed:')}${cell(right, 'new', 'added:')}</tr>`;
}
