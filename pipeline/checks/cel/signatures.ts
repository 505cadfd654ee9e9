/*
 * Functions that an expression may call, each with the minor of Kubernetes that brought it; a new expression may use it
 * as of the minor after, as API servers keep one minor back. Sources: k8s.io/apiserver 0.36, `pkg/cel/environment/base.go`
 * and `pkg/cel/library/`; cel-go 0.26, `common/stdlib/standard.go`, `cel/library.go` and `ext/`.
 *
 * `(list<A>).indexOf(A): int` is called on a list; a name with a dot is one of a namespace, not a call on a value.
 */

const numbers = ['int', 'uint', 'double'];
const ordered = ['bool', ...numbers, 'string', 'bytes', 'timestamp', 'duration'];

function each(types: readonly string[], signature: string): string[] {
  return types.map((type) => signature.replaceAll('T', type));
}

/** Operators, under the names that the parser gives them. */
const operators = [
  '&&(bool, bool): bool',
  '||(bool, bool): bool',
  '!(bool): bool',
  '?:(bool, A, A): A',
  '==(A, A): bool',
  '!=(A, A): bool',
  'in(A, list<A>): bool',
  'in(A, map<A, B>): bool',
  '[](list<A>, int): A',
  '[](map<A, B>, A): B',
  '[](optional<list<A>>, int): optional<A>',
  '[](optional<map<A, B>>, A): optional<B>',
  '[?](list<A>, int): optional<A>',
  '[?](optional<list<A>>, int): optional<A>',
  '[?](map<A, B>, A): optional<B>',
  '[?](optional<map<A, B>>, A): optional<B>',
  '-(int): int',
  '-(double): double',
  ...each(['bytes', 'double', 'duration', 'int', 'list<A>', 'string', 'uint'], '+(T, T): T'),
  '+(duration, timestamp): timestamp',
  '+(timestamp, duration): timestamp',
  ...each([...numbers, 'duration'], '-(T, T): T'),
  '-(timestamp, duration): timestamp',
  '-(timestamp, timestamp): duration',
  ...each(numbers, '*(T, T): T'),
  ...each(numbers, '/(T, T): T'),
  ...each(['int', 'uint'], '%(T, T): T'),
  ...['<', '<=', '>', '>='].flatMap((sign) => [
    ...each(ordered, `${sign}(T, T): bool`),
    ...numbers.flatMap((left) =>
      numbers.filter((right) => right !== left).map((right) => `${sign}(${left}, ${right}): bool`),
    ),
  ]),
];

const conversions = [
  ...each(['bytes', 'list<A>', 'map<A, B>', 'string'], 'size(T): int'),
  ...each(['bytes', 'list<A>', 'map<A, B>', 'string'], '(T).size(): int'),
  'type(A): type',
  'dyn(A): dyn',
  ...each(['bool', 'string'], 'bool(T): bool'),
  ...each(['bytes', 'string'], 'bytes(T): bytes'),
  ...each([...numbers, 'string'], 'double(T): double'),
  ...each(['duration', 'int', 'string'], 'duration(T): duration'),
  ...each([...numbers, 'duration', 'string', 'timestamp'], 'int(T): int'),
  ...each(['string', 'bool', 'bytes', ...numbers, 'duration', 'timestamp'], 'string(T): string'),
  ...each(['timestamp', 'int', 'string'], 'timestamp(T): timestamp'),
  ...each([...numbers, 'string'], 'uint(T): uint'),
];

const times = ['FullYear', 'Month', 'DayOfYear', 'DayOfMonth', 'Date', 'DayOfWeek', 'Hours', 'Minutes', 'Seconds'];

const time = [
  ...[...times, 'Milliseconds'].flatMap((part) => [
    `(timestamp).get${part}(): int`,
    `(timestamp).get${part}(string): int`,
  ]),
  ...['Hours', 'Minutes', 'Seconds', 'Milliseconds'].map((part) => `(duration).get${part}(): int`),
];

const texts = [
  ...['contains', 'endsWith', 'startsWith', 'matches'].map((name) => `(string).${name}(string): bool`),
  'matches(string, string): bool',
  '(string).charAt(int): string',
  ...['indexOf', 'lastIndexOf'].flatMap((name) => [
    `(string).${name}(string): int`,
    `(string).${name}(string, int): int`,
  ]),
  ...['lowerAscii', 'upperAscii', 'trim'].map((name) => `(string).${name}(): string`),
  '(string).replace(string, string): string',
  '(string).replace(string, string, int): string',
  '(string).split(string): list<string>',
  '(string).split(string, int): list<string>',
  '(string).substring(int): string',
  '(string).substring(int, int): string',
  '(list<string>).join(): string',
  '(list<string>).join(string): string',
  '(string).find(string): string',
  '(string).findAll(string): list<string>',
  '(string).findAll(string, int): list<string>',
];

const lists = [
  ...each(ordered, '(list<T>).isSorted(): bool'),
  ...each([...numbers, 'duration'], '(list<T>).sum(): T'),
  ...each(ordered, '(list<T>).min(): T'),
  ...each(ordered, '(list<T>).max(): T'),
  '(list<A>).indexOf(A): int',
  '(list<A>).lastIndexOf(A): int',
];

const urls = [
  'url(string): kubernetes.URL',
  'isURL(string): bool',
  ...['Scheme', 'Host', 'Hostname', 'Port', 'EscapedPath'].map((part) => `(kubernetes.URL).get${part}(): string`),
  '(kubernetes.URL).getQuery(): map<string, list<string>>',
];

const auth = 'kubernetes.authorization';

const authorization = [
  `(${auth}.Authorizer).path(string): ${auth}.PathCheck`,
  `(${auth}.Authorizer).group(string): ${auth}.GroupCheck`,
  `(${auth}.Authorizer).serviceAccount(string, string): ${auth}.Authorizer`,
  `(${auth}.GroupCheck).resource(string): ${auth}.ResourceCheck`,
  ...['subresource', 'namespace', 'name'].map(
    (name) => `(${auth}.ResourceCheck).${name}(string): ${auth}.ResourceCheck`,
  ),
  `(${auth}.PathCheck).check(string): ${auth}.Decision`,
  `(${auth}.ResourceCheck).check(string): ${auth}.Decision`,
  ...['errored(): bool', 'error(): string', 'allowed(): bool', 'reason(): string'].map(
    (rest) => `(${auth}.Decision).${rest}`,
  ),
];

const optionals = [
  'optional.of(A): optional<A>',
  'optional.ofNonZeroValue(A): optional<A>',
  'optional.none(): optional<A>',
  '(optional<A>).value(): A',
  '(optional<A>).hasValue(): bool',
  '(optional<A>).or(optional<A>): optional<A>',
  '(optional<A>).orValue(A): A',
  '(list<A>).first(): optional<A>',
  '(list<A>).last(): optional<A>',
  'optional.unwrap(list<optional<A>>): list<A>',
  '(list<optional<A>>).unwrapOpt(): list<A>',
];

/** Values that only say how they compare with others of their kind. */
function comparable(type: string): string[] {
  return [
    `(${type}).isGreaterThan(${type}): bool`,
    `(${type}).isLessThan(${type}): bool`,
    `(${type}).compareTo(${type}): int`,
  ];
}

const quantity = 'kubernetes.Quantity';

const quantities = [
  `quantity(string): ${quantity}`,
  'isQuantity(string): bool',
  `sign(${quantity}): int`,
  ...comparable(quantity),
  `(${quantity}).asApproximateFloat(): double`,
  `(${quantity}).asInteger(): int`,
  `(${quantity}).isInteger(): bool`,
  ...['add', 'sub'].flatMap((name) => each([quantity, 'int'], `(${quantity}).${name}(T): ${quantity}`)),
];

const ip = 'net.IP';
const cidr = 'net.CIDR';

const addresses = [
  `ip(string): ${ip}`,
  'isIP(string): bool',
  'ip.isCanonical(string): bool',
  `(${ip}).family(): int`,
  ...['Unspecified', 'Loopback', 'LinkLocalMulticast', 'LinkLocalUnicast', 'GlobalUnicast'].map(
    (name) => `(${ip}).is${name}(): bool`,
  ),
  `string(${ip}): string`,
  `cidr(string): ${cidr}`,
  'isCIDR(string): bool',
  ...each(['string', ip], `(${cidr}).containsIP(T): bool`),
  ...each(['string', cidr], `(${cidr}).containsCIDR(T): bool`),
  `(${cidr}).ip(): ${ip}`,
  `(${cidr}).prefixLength(): int`,
  `(${cidr}).masked(): ${cidr}`,
  `string(${cidr}): string`,
];

const dnsFormats = ['Label', 'Subdomain', 'LabelPrefix', 'SubdomainPrefix'].map((name) => `dns1123${name}`);
const formatNames = [
  ...dnsFormats,
  ...['dns1035Label', 'dns1035LabelPrefix', 'qualifiedName', 'labelValue', 'uri', 'uuid', 'byte', 'date', 'datetime'],
];

const formats = [
  ...formatNames.map((name) => `format.${name}(): kubernetes.NamedFormat`),
  'format.named(string): optional<kubernetes.NamedFormat>',
  '(kubernetes.NamedFormat).validate(string): optional<list<string>>',
];

const version = 'kubernetes.Semver';

const versions = [
  `semver(string): ${version}`,
  `semver(string, bool): ${version}`,
  'isSemver(string): bool',
  'isSemver(string, bool): bool',
  ...comparable(version),
  ...['major', 'minor', 'patch'].map((part) => `(${version}).${part}(): int`),
];

const moreLists = [
  '(list<A>).slice(int, int): list<A>',
  '(list<list<A>>).flatten(): list<A>',
  '(list<dyn>).flatten(int): list<dyn>',
  ...each(ordered, '(list<T>).sort(): list<T>'),
  'lists.range(int): list<int>',
  '(list<A>).reverse(): list<A>',
  '(list<A>).distinct(): list<A>',
];

/** The functions by the minor that brought them; 0 are those of all minors. */
export const bySince: readonly (readonly [number, readonly string[]])[] = [
  [0, [...operators, ...conversions, ...time, ...texts, ...lists, ...urls, ...authorization]],
  [28, [...optionals, ...quantities]],
  [29, ['(string).format(list<dyn>): string', 'strings.quote(string): string']],
  [29, ['contains', 'equivalent', 'intersects'].map((name) => `sets.${name}(list<A>, list<A>): bool`)],
  [30, addresses],
  [31, formats],
  [31, ['field', 'label'].map((name) => `(${auth}.ResourceCheck).${name}Selector(string): ${auth}.ResourceCheck`)],
  [33, versions],
  [34, moreLists],
];

/** What mutating policies have besides. */
export const patchFunctions: readonly string[] = ['jsonpatch.escapeKey(string): string'];

/** What selectors of devices have besides, where attributes may be lists. */
export const deviceFunctions: readonly string[] = ['(dyn).includes(dyn): bool'];
