import { readFileSync } from 'node:fs';
import { listOf, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import type { Problem } from '../problem';
import { locator } from '../yaml/locate';
import { readOneYaml } from '../yaml/read';

/** A problem that somebody has decided to live with. */
export interface Exception {
  readonly rule: string;
  readonly kind: string;
  /** Left out for objects outside any namespace. */
  readonly namespace?: string;
  readonly name: string;
  readonly reason: string;
  /** Where it is written, from 1. */
  readonly line: number;
}

export interface Exceptions {
  readonly file: string;
  readonly entries: readonly Exception[];
  /** Entries that are none. */
  readonly problems: readonly Problem[];
}

/** Reads a list of exceptions: `- { rule, kind, namespace, name, reason }`. Throws when the file cannot be read. */
export function readExceptions(file: string): Exceptions {
  const text = readFileSync(file, 'utf8');
  const read = readOneYaml(text);
  if ('error' in read) return { file, entries: [], problems: [problem(file, read.error.line, read.error.message)] };
  const locate = locator(text);
  const entries = mapsOf(mapOf(read.data).exceptions).map(({ item, index }): Exception => {
    const field = (name: string) => textOf(item[name]) ?? '';
    return {
      rule: field('rule'),
      kind: field('kind'),
      namespace: textOf(item.namespace),
      name: field('name'),
      reason: field('reason'),
      line: locate(['exceptions', index]).line,
    };
  });
  const incomplete = entries.filter(({ rule, kind, name, reason }) => ![rule, kind, name, reason].every(Boolean));
  const problems = incomplete.map(({ line }) => problem(file, line, 'needs rule, kind, name and reason'));
  if (read.data !== undefined && listOf(mapOf(read.data).exceptions) !== mapOf(read.data).exceptions) {
    problems.push(problem(file, 1, 'needs a list called exceptions'));
  }
  return { file, entries: entries.filter((entry) => !incomplete.includes(entry)), problems };
}

/**
 * Leaves out the problems that exceptions name. `complete` says that everything was checked, so that an exception
 * without a problem is one nobody needs any more, and a problem itself.
 */
export function applyExceptions(
  found: readonly Problem[],
  { file, entries, problems }: Exceptions,
  complete: boolean,
): Problem[] {
  const used = new Set<Exception>();
  const left = found.filter((one) => {
    const match = entries.find((entry) => matches(entry, one));
    if (match) used.add(match);
    return !match;
  });
  const stale = complete ? entries.filter((entry) => !used.has(entry)) : [];
  return [
    ...left,
    ...problems,
    ...stale.map(({ line, rule, kind, name }) =>
      problem(file, line, `remove it; ${kind} ${name} no longer breaks ${rule}`),
    ),
  ];
}

function matches({ rule, kind, namespace, name }: Exception, { rule: broken, object }: Problem): boolean {
  return rule === broken && kind === object?.kind && name === object.name && namespace === object.namespace;
}

function problem(file: string, line: number, message: string): Problem {
  return { rule: 'delivery/exception', severity: 'error', file, line, column: 1, path: '', message };
}
