import type { Problem, Rule } from '../../pipeline/problem';

/** Problems as SARIF 2.1.0 (OASIS), with the rules that were broken. */
export function sarifReport(problems: readonly Problem[], rules: readonly Rule[], version: string): string {
  const ids = [...new Set(problems.map(({ rule }) => rule))].sort();
  const driver = {
    name: 'bkg-deploy',
    semanticVersion: version,
    rules: ids.map((id) => ({
      id,
      shortDescription: { text: rules.find((rule) => rule.id === id)?.description ?? id },
    })),
  };
  const results = problems.map((problem) => result(problem, ids.indexOf(problem.rule)));
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  const $schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  return JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, null, 2);
}

function result({ rule, severity, file, line, column, object, path, message }: Problem, ruleIndex: number) {
  const uri = file.split(/[/\\]/).map(encodeURIComponent).join('/');
  const region = { startLine: line, startColumn: column };
  const name = object && [object.kind, object.namespace, object.name].filter((part) => part !== undefined).join('/');
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: path === '' ? message : `${path}: ${message}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region },
        ...(name !== undefined && { logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }),
      },
    ],
  };
}
