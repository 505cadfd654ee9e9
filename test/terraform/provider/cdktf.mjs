import { Buffer } from 'node:buffer';

// Reads schemas from the classes that cdktf generated from them. Its files carry their TypeScript as a source map, and
// each attribute there has a comment that says who sets it; the getter behind it has its type.

/** The TypeScript inside a compiled file. */
export function sourceOf(compiled) {
  const [, encoded] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(compiled);
  return JSON.parse(Buffer.from(encoded, 'base64').toString()).sourcesContent[0];
}

const attribute =
  /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n([\s\S]*?)public get \w+\(\) \{\s*return ([^;]+);/g;

const getters = {
  getStringAttribute: 'string',
  getNumberAttribute: 'number',
  getBooleanAttribute: 'bool',
  getListAttribute: ['list', 'string'],
  getNumberListAttribute: ['list', 'number'],
  getStringMapAttribute: ['map', 'string'],
  getNumberMapAttribute: ['map', 'number'],
  getBooleanMapAttribute: ['map', 'bool'],
};
const maps = {
  StringMap: ['map', 'string'],
  NumberMap: ['map', 'number'],
  BooleanMap: ['map', 'bool'],
  AnyMap: 'dynamic',
};

/** The schema of the one class of a file that is a resource, a data source or a provider, as Terraform's JSON has it. */
export function schemaOf(source, { nestedAttributes = false } = {}) {
  const classes = new Map(
    [...source.matchAll(/export class (\w+) extends cdktf\.(\w+) \{([\s\S]*?)\n\}/g)].map(([, name, kind, body]) => [
      name,
      { kind, body },
    ]),
  );
  const [main] = [...classes.values()].filter(({ kind }) => /^Terraform(Resource|DataSource|Provider)$/.test(kind));
  return { block: block(main.body, { classes, nestedAttributes }) };
}

function block(body, context) {
  const attributes = {};
  const block_types = {};
  for (const [, name, computed, optional, required, member, getter] of body.matchAll(attribute)) {
    const flags = {
      ...(required === 'true' && { required: true }),
      ...(optional === 'true' && { optional: true }),
      ...(computed === 'true' && { computed: true }),
      // What the provider's own schema calls so has this name, without exception.
      ...(name.endsWith('_wo') && { write_only: true }),
    };
    const made = /= new (cdktf\.)?(\w+)\(this, "\w+"(?:, (true|false))?\)/.exec(member);
    if (!made) attributes[name] = { type: plainType(name, getter), ...flags };
    else if (made[1]) attributes[name] = { type: maps[made[2]], ...flags };
    else {
      const { mode, inner, one } = nesting(made, context);
      if (context.nestedAttributes && !flags.computed)
        attributes[name] = { nested_type: { nesting_mode: mode, attributes: inner.attributes }, ...flags };
      // The plugin SDK makes an attribute of a block that the provider fills in.
      else if (flags.computed) attributes[name] = { type: typeOf(mode, inner), ...flags };
      else
        block_types[name] = {
          nesting_mode: mode,
          block: inner,
          ...(flags.required && mode !== 'single' && { min_items: 1 }),
          ...(one && { max_items: 1 }),
        };
    }
  }
  delete attributes.alias;
  return { attributes, ...(Object.keys(block_types).length > 0 && { block_types }) };
}

function plainType(name, getter) {
  const [, method] = /this\.(get\w+)\(/.exec(getter) ?? [];
  if (method === undefined) return 'dynamic';
  const type = getters[method];
  if (!type) throw new Error(`${name}: ${getter}`);
  return getter.includes('Fn.tolist') ? ['set', type[1]] : type;
}

/** How often a nested block may stand there, and what is in it. */
function nesting([, , name, wrapsSet], context) {
  const { kind, body } = context.classes.get(name);
  if (kind === 'ComplexList' || kind === 'ComplexMap') {
    const item = context.classes.get(/new (\w+OutputReference)\(/.exec(body)[1]);
    const mode = kind === 'ComplexMap' ? 'map' : wrapsSet === 'true' ? 'set' : 'list';
    return { mode, inner: block(item.body, context), one: false };
  }
  // A list of one is an object that says at which place of a list it stands.
  const listed = /super\(terraformResource, terraformAttribute, false, 0\)/.test(body);
  return { mode: listed ? 'list' : 'single', inner: block(body, context), one: listed };
}

/** A block as the type of an attribute. */
function typeOf(mode, { attributes, block_types = {} }) {
  const plain = Object.entries(attributes).map(([name, { type }]) => [name, type]);
  const nested = Object.entries(block_types).map(([name, one]) => [name, typeOf(one.nesting_mode, one.block)]);
  const object = ['object', Object.fromEntries([...plain, ...nested])];
  return mode === 'single' ? object : [mode, object];
}
