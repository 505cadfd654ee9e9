/** A node of Lezer's tree, as far as it is looked at. */
export interface PromqlNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: PromqlNode | null;
  readonly nextSibling: PromqlNode | null;
}

type Type = 'matrix' | 'scalar' | 'string' | 'vector';

const words: Readonly<Record<Type, string>> = {
  matrix: 'a range vector',
  scalar: 'a number',
  string: 'a text',
  vector: 'an instant vector',
};

/** Where a type does not fit, from 0, and how. */
export interface TypeMistake {
  readonly at: number;
  readonly message: string;
}

const letters: Readonly<Record<string, Type>> = { m: 'matrix', s: 'scalar', t: 'string', v: 'vector' };

/**
 * What functions take and give, a letter each: matrix, scalar, text, vector; `?` may be left out, `*` may come often. Source:
 * Prometheus 3.5, `promql/parser/functions.go`.
 */
const signatures: Readonly<Record<string, string>> = {
  ...each('v v', 'abs absent ceil exp floor histogram_avg histogram_count histogram_stddev histogram_stdvar'),
  ...each(
    'v v',
    'histogram_sum ln log10 log2 sgn sort sort_desc sqrt timestamp acos acosh asin asinh atan atanh cos cosh',
  ),
  ...each('v v', 'deg rad sin sinh tan tanh'),
  ...each(
    'm v',
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate',
  ),
  ...each(
    'm v',
    'last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time',
  ),
  ...each('m v', 'stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time'),
  ...each('m v', 'ts_of_min_over_time'),
  ...each('v? v', 'day_of_month day_of_week day_of_year days_in_month hour minute month year'),
  ...each('vs v', 'clamp_max clamp_min'),
  clamp: 'vss v',
  double_exponential_smoothing: 'mss v',
  histogram_fraction: 'ssv v',
  histogram_quantile: 'sv v',
  info: 'vv? v',
  label_join: 'vttt* v',
  label_replace: 'vtttt v',
  pi: ' s',
  predict_linear: 'ms v',
  quantile_over_time: 'sm v',
  round: 'vs? v',
  scalar: 'v s',
  ...each('vt* v', 'sort_by_label sort_by_label_desc'),
  time: ' s',
  vector: 's v',
};

function each(signature: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, signature]));
}

/** What does not fit in an expression, and in its result: rules are evaluated to instant vectors or numbers. */
export function typeMistakes(root: PromqlNode, text: string): TypeMistake[] {
  const [expression] = childrenOf(root);
  if (!expression) return [];
  const found: TypeMistake[] = [];
  const result = new Typing(text, found).of(expression);
  if (found.length === 0 && (result === 'matrix' || result === 'string'))
    found.push({ at: expression.from, message: `gives ${words[result]}, and a rule needs an instant vector` });
  return found;
}

class Typing {
  constructor(
    private readonly text: string,
    private readonly found: TypeMistake[],
  ) {}

  /** The type of a node; undefined where it is not known, so that nothing is said of it. */
  of(node: PromqlNode): Type | undefined {
    const [first] = childrenOf(node);
    switch (node.name) {
      case 'NumberDurationLiteral':
        return 'scalar';
      case 'StringLiteral':
        return 'string';
      case 'VectorSelector':
        return 'vector';
      case 'MatrixSelector':
        return 'matrix';
      case 'OffsetExpr':
      case 'ParenExpr':
      case 'StepInvariantExpr':
        return first && this.of(first);
      case 'UnaryExpr':
        return this.unary(node);
      case 'SubqueryExpr':
        if (first) this.expect(first, 'vector', 'a subquery is made of');
        return 'matrix';
      case 'BinaryExpr':
        return this.binary(node);
      case 'AggregateExpr':
        return this.aggregate(node);
      case 'FunctionCall':
        return this.call(node);
      default:
        return undefined;
    }
  }

  private unary(node: PromqlNode): Type | undefined {
    const operand = childrenOf(node).at(-1);
    const type = operand && this.of(operand);
    if (operand && (type === 'matrix' || type === 'string')) this.say(operand, `has a sign, and is ${words[type]}`);
    return type;
  }

  private binary(node: PromqlNode): Type | undefined {
    const children = childrenOf(node);
    const [left, right] = [children[0], children.at(-1)];
    if (!left || !right) return undefined;
    const types = [left, right].map((side) => this.of(side));
    const operator = children[1]?.name ?? '';
    for (const [index, side] of [left, right].entries()) {
      const type = types[index];
      if (type === 'matrix' || type === 'string')
        this.say(side, `is ${words[type]}, and operators take instant vectors and numbers`);
      else if (type === 'scalar' && ['And', 'Or', 'Unless'].includes(operator))
        this.say(side, `is a number, and "${operator.toLowerCase()}" takes instant vectors`);
    }
    const isScalar = types.every((type) => type === 'scalar');
    const compares = ['Eql', 'Gte', 'Gtr', 'Lss', 'Lte', 'Neq'].includes(operator);
    if (isScalar && compares && !children.some(({ name }) => name === 'BoolModifier'))
      this.say(node, 'compares two numbers, which needs "bool"');
    return isScalar ? 'scalar' : types.includes(undefined) ? undefined : 'vector';
  }

  private aggregate(node: PromqlNode): Type {
    const children = childrenOf(node);
    const operation = this.text.slice(children[0]?.from, children[0]?.to).toLowerCase();
    const given = argumentsOf(node);
    const last = given.at(-1);
    if (last) this.expect(last, 'vector', `"${operation}" takes`);
    if (given.length > 1 && given[0])
      this.expect(given[0], operation === 'count_values' ? 'string' : 'scalar', `"${operation}" takes first`);
    return 'vector';
  }

  private call(node: PromqlNode): Type | undefined {
    const [name] = childrenOf(node);
    const called = name ? this.text.slice(name.from, name.to) : '';
    const signature = Object.hasOwn(signatures, called) ? signatures[called] : undefined;
    if (signature === undefined) return undefined;
    const [wanted = '', result = ''] = signature.split(' ');
    this.arguments(node, called, [...wanted.matchAll(/([mstv])([?*]?)/g)]);
    return letters[result];
  }

  private arguments(node: PromqlNode, name: string, wanted: readonly RegExpMatchArray[]): void {
    const given = argumentsOf(node);
    const least = wanted.filter(([, , often]) => often === '').length;
    const most = wanted.some(([, , often]) => often === '*') ? Infinity : wanted.length;
    if (given.length < least || given.length > most)
      return this.say(
        node,
        `gives "${name}" ${given.length} arguments, and it takes ${least === most ? least : `${least} or more`}`,
      );
    for (const [index, argument] of given.entries()) {
      const [, letter = ''] = wanted[Math.min(index, wanted.length - 1)] ?? [];
      const type = letters[letter];
      if (type) this.expect(argument, type, `"${name}" takes`);
    }
  }

  private expect(node: PromqlNode, wanted: Type, who: string): void {
    const type = this.of(node);
    if (type !== undefined && type !== wanted) this.say(node, `is ${words[type]}, and ${who} ${words[wanted]}`);
  }

  private say({ from }: PromqlNode, message: string): void {
    this.found.push({ at: from, message });
  }
}

function argumentsOf(node: PromqlNode): PromqlNode[] {
  const body = childrenOf(node).find(({ name }) => name === 'FunctionCallBody');
  return body ? childrenOf(body) : [];
}

function childrenOf(node: PromqlNode): PromqlNode[] {
  const children: PromqlNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}
