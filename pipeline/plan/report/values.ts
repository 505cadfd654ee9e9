import { type Plain, writeYaml } from '../../yaml/write';
import type { FieldChange } from '../types';
import { lineDiff, type Line } from './lines';
import { printable } from '../../printable';

/** A field in lines as a diff has them: what goes, what comes, and what stands around it. */
export function linesOf({ from, to }: FieldChange): Line[] {
  return lineDiff(textOf(from), textOf(to));
}

/** Whether a field fits on one line, such as `replicas: 2 → 3`. */
export function isShort({ from, to }: FieldChange): boolean {
  return [from, to].every((value) => isScalar(value) && !String(value).includes('\n') && String(value).length <= 100);
}

/** `2 → 3`; what is not there is told as added or removed. */
export function shortText({ from, to }: FieldChange): string {
  if (from === null) return `added: ${scalarText(to)}`;
  if (to === null) return `removed, was ${scalarText(from)}`;
  return `${scalarText(from)} → ${scalarText(to)}`;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

function scalarText(value: unknown): string {
  return printable(value === '' ? '""' : String(value));
}

/** A value as it stands in a manifest; null is no line at all. */
function textOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const text = typeof value === 'string' ? value : writeYaml(value as Plain);
  return printable(text.replace(/\n$/, '')).split('\n');
}
