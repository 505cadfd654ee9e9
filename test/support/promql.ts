import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** The labels that a metric has; undefined where nobody knows the metric. */
export type LabelsOf = (metric: string) => readonly string[] | undefined;

/** What an expression results in, as far as its text tells. */
export interface Analysis {
  /** Labels that the resulting series can have; undefined for a plain number. */
  readonly labels: readonly string[] | undefined;
  /** Names and labels that nothing exposes, and operands that can never match. */
  readonly problems: readonly string[];
}

const trees = new Map<string, Tree>();

/** The syntax tree of an expression, made once: the tests ask about each one with one target after the other missing. */
function parsed(expression: string): Tree {
  const tree = trees.get(expression) ?? parser.parse(expression);
  trees.set(expression, tree);
  return tree;
}

/** The metrics that an expression selects; throws where it is no PromQL. */
export function metricNames(expression: string): string[] {
  const names: string[] = [];
  parsed(expression).iterate({
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

/** Follows labels from the selected series to the result. */
export function analyse(expression: string, labelsOf: LabelsOf): Analysis {
  metricNames(expression);
  const problems: string[] = [];
  const text = (node: SyntaxNode) => expression.slice(node.from, node.to);
  const top = parsed(expression).topNode.firstChild;
  if (!top) throw new Error('an empty expression');
  return { labels: visit(top), problems };

  function visit(node: SyntaxNode): readonly string[] | undefined {
    switch (node.name) {
      case 'VectorSelector':
        return selector(node);
      case 'AggregateExpr':
        return aggregate(node);
      case 'BinaryExpr':
        return binary(node);
      case 'FunctionCall':
        return call(node);
      case 'NumberDurationLiteral':
      case 'NumberDurationLiteralInDurationContext':
      case 'StringLiteral':
        return undefined;
      default:
        return first(operands(node).map(visit));
    }
  }

  function selector(node: SyntaxNode): readonly string[] {
    const name = text(node.getChild('Identifier') as SyntaxNode);
    const labels = labelsOf(name);
    if (!labels) {
      problems.push(`nothing exposes ${name}`);
      return [];
    }
    for (const { label } of matchers(node)) {
      if (!labels.includes(label)) problems.push(`${name} has no label ${label}`);
    }
    return labels;
  }

  function matchers(node: SyntaxNode): { label: string; operator: string }[] {
    return (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => ({
      label: text(matcher.getChild('LabelName') as SyntaxNode),
      operator: text(matcher.getChild('MatchOp') as SyntaxNode),
    }));
  }

  function aggregate(node: SyntaxNode): readonly string[] {
    const inside = first(operands(node.getChild('FunctionCallBody') as SyntaxNode).map(visit)) ?? [];
    const modifier = node.getChild('AggregateModifier');
    // These choose series instead of making new ones.
    if (!modifier) return /^(topk|bottomk)/.test(text(node)) ? inside : [];
    const named = names(modifier.getChild('GroupingLabels'));
    for (const label of named) if (!inside.includes(label)) problems.push(`${text(node)} groups by absent ${label}`);
    return modifier.getChild('By') ? named : inside.filter((label) => !named.includes(label));
  }

  function call(node: SyntaxNode): readonly string[] | undefined {
    const name = text(node.getChild('FunctionIdentifier') as SyntaxNode);
    const body = node.getChild('FunctionCallBody');
    const labels = body ? first(operands(body).map(visit)) : undefined;
    if (name === 'time') return undefined;
    if (name === 'vector') return [];
    if (name === 'label_replace' && body) return [...new Set([...(labels ?? []), replacedLabel(body)])];
    if (name === 'histogram_quantile') return labels?.filter((label) => label !== 'le');
    if (name !== 'absent') return labels;
    // Of anything but a bare selector, Prometheus does not know what is missing.
    const selected = body?.getChild('VectorSelector');
    if (!selected) return [];
    return matchers(selected)
      .filter(({ operator }) => operator === '=')
      .map(({ label }) => label);
  }

  /** The label that `label_replace` writes: the first text among its arguments. */
  function replacedLabel(body: SyntaxNode): string {
    const [written] = operands(body).filter((operand) => operand.name === 'StringLiteral');
    return written ? text(written).slice(1, -1) : '';
  }

  function binary(node: SyntaxNode): readonly string[] | undefined {
    const [leftNode, rightNode] = operands(node);
    const left = leftNode && visit(leftNode);
    const right = rightNode && visit(rightNode);
    if (!left || !right) return left ?? right;
    if (node.getChild('Or')) return [...new Set([...left, ...right])];
    const matching = node.getChild('MatchingModifierClause');
    const named = names(matching?.getChild('GroupingLabels') ?? null);
    const counts = (label: string) => {
      if (matching?.getChild('On')) return named.includes(label);
      return !matching?.getChild('Ignoring') || !named.includes(label);
    };
    const [a, b] = [left, right].map((side) => side.filter(counts).sort().join());
    if (a !== b) problems.push(`${text(node)} joins {${a}} with {${b}}`);
    // A set keeps its members as they are, a calculation only what both sides agree on.
    return node.getChild('And') || node.getChild('Unless') ? left : left.filter(counts);
  }

  function names(node: SyntaxNode | null): string[] {
    return (node?.getChildren('LabelName') ?? []).map(text);
  }
}

const expressions = new Set([
  'AggregateExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'NumberDurationLiteral',
  'OffsetExpr',
  'ParenExpr',
  'StepInvariantExpr',
  'StringLiteral',
  'StringLiteral',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
]);

function operands(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (expressions.has(child.name)) found.push(child);
  return found;
}

/** The vector among the arguments of a function. */
function first(labels: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return labels.find((found) => found !== undefined);
}

/** Parts of an expression that are worth computing once: aggregated rates, and shares of one series in another. */
export function costlyParts(expression: string): string[] {
  const parts: string[] = [];
  parsed(expression).iterate({
    enter({ node }) {
      const text = expression.slice(node.from, node.to).replace(/\s+/g, '');
      const isRate = node.name === 'AggregateExpr' && text.includes('[');
      const isShare =
        node.getChild('Div') !== null && operands(node).every((operand) => operand.name !== 'NumberDurationLiteral');
      if (isRate || isShare) parts.push(text);
    },
  });
  return [...new Set(parts)];
}
