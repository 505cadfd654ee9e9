import path from 'node:path';
import type { Problem } from '../../pipeline/problem';

/**
 * Problems as workflow commands, which GitHub Actions shows beside the line (actions/toolkit, `packages/core/src/command.ts`).
 * Files are named from the workspace, where the checkout is.
 */
export function githubReport(problems: readonly Problem[], workspace: string | undefined): string[] {
  return problems.map(({ severity, file, line, column, rule, path: field, message }) => {
    const place = { file: named(file, workspace), line: String(line), col: String(column), title: rule };
    const properties = Object.entries(place).map(([key, value]) => `${key}=${property(value)}`);
    return `::${severity} ${properties.join(',')}::${data(field === '' ? message : `${field}: ${message}`)}`;
  });
}

function named(file: string, workspace: string | undefined): string {
  if (workspace === undefined) return file;
  const inside = path.relative(workspace, path.resolve(file));
  return inside.startsWith('..') ? file : inside;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
