import { parser } from '@prometheus-io/lezer-promql';

/** The metrics that an expression selects; throws where it is no PromQL. */
export function metricNames(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL near character ${node.from}: ${expression}`);
      if (node.name !== 'VectorSelector') return;
      const name = node.node.getChild('Identifier');
      if (!name) throw new Error(`selects series of any name: ${expression}`);
      names.push(expression.slice(name.from, name.to));
    },
  });
  return [...new Set(names)].sort();
}
