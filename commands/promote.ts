import { readFileSync, realpathSync, statSync } from 'node:fs';
import { partsOfImage } from '../kubernetes/images';
import type { Resolved } from '../settings/base';
import { environmentFiles, parseEnvironment } from '../settings/read';
import { at, type FieldPath, mapOf } from '../kubernetes/access';
import type { Problem } from '../pipeline/problem';
import { decide, type Decision, type Promotion, type Refusal } from '../pipeline/publish/promotion/decide';
import { editYaml } from '../pipeline/publish/promotion/edit';
import { replaceFile } from '../pipeline/publish/tree/write';
import { locator } from '../pipeline/yaml/locate';
import { oneOf, type Outcome, refused, UsageError } from './outcome';
import { imagesByComponent } from './published-images';

export interface PromoteOptions {
  /** Names of two environments. */
  readonly from: string;
  readonly to: string;
  /** Folder of environment files. */
  readonly environments: string;
  /** The published tree, which knows what runs where. */
  readonly tree: string;
  /** Only images that these components run. @default - all */
  readonly components?: readonly string[];
}

interface EnvironmentText {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** What its file says, together with what it extends. */
  readonly from: Resolved;
}

/** Copies released image references from one environment file to another; all that can be copied, or nothing. */
export function promote(options: PromoteOptions): Outcome {
  if (options.from === options.to) throw new UsageError('promote wants two different environments');
  const [source, target] = [read(options.from, options), read(options.to, options)];
  if ('problems' in source) return refused(source.problems, options.to);
  if ('problems' in target) return refused(target.problems, options.to);
  const running = imagesByComponent(options.tree, source.name);
  for (const name of options.components ?? [])
    oneOf('component', name, [...running.keys()], `${options.tree}/${source.name}`);
  const { promotions, refusals } = decide({
    source: { name: source.name, settings: movable(source.from.data, true) },
    target: { settings: movable(target.from.data, false) },
    running,
    components: options.components,
  });
  // Unless somebody asks for it by name, an image that cannot move on is no reason why others cannot.
  const isGrave = ({ rule }: Refusal) => rule !== 'other-repository' || options.components !== undefined;
  const grave = refusals.filter(isGrave);
  if (grave.length > 0) return refused(problemsAt(source, grave), target.file);
  return apply(
    target,
    promotions,
    refusals.map(({ path, message }) => `${path.join('.')} ${message}`),
  );
}

/**
 * Settings without the colours of a daemon: which of them gets a release is each environment's own to say. What moves on from
 * two colours is the image that callers reach, as `isSource` asks for.
 */
function movable(settings: unknown, isSource: boolean): unknown {
  const { daemon, ...others } = mapOf(settings);
  const { rollout, ...own } = mapOf(daemon);
  if (rollout === undefined) return settings;
  const colours = mapOf(rollout);
  const { image } = mapOf(colours[String(colours.active)]);
  return { ...others, daemon: { ...own, ...(isSource && { image }) } };
}

function apply(target: EnvironmentText, promotions: Decision['promotions'], notes: readonly string[]): Outcome {
  if (promotions.length === 0) return { exitCode: 0, lines: [`${target.file} is up to date`], notes };
  const inherited = promotions.filter(({ path: field }) => at(target.from.own.data, field) === undefined);
  if (inherited.length > 0) return refused(problemsAt(target, inherited.map(refusalOfBase(target))), target.file);
  const edited = editYaml(target.text, promotions);
  if ('shared' in edited) {
    const message = 'shares its text with another field through an anchor, or spans lines; write it out first';
    return refused(
      problemsAt(
        target,
        edited.shared.map((path) => ({ path, message })),
      ),
      target.file,
    );
  }
  const result = parseEnvironment(target.name, target.file, Buffer.from(edited.text));
  if ('problems' in result) return refused(result.problems, target.file);
  replaceFile(realpathSync(target.file), edited.text, statSync(target.file).mode);
  return { exitCode: 0, lines: promotions.map(line), notes };
}

/** A base is of several environments; one of them moves on alone only with a field of its own. */
function refusalOfBase({ file, from }: EnvironmentText) {
  return ({ path: field, to }: Promotion) => ({
    path: field,
    message: `comes from ${from.base?.file}; write "${to}" into one of both, there for all that extend it, or into ${file}`,
  });
}

function line({ path: field, from, to, components }: Promotion): string {
  return `${components.join(', ')}  ${field.join('.')}: ${short(from)} → ${short(to)}`;
}

/** Tag and the beginning of the digest, as people compare them. */
function short(image: string): string {
  const { tag, digest } = partsOfImage(image);
  return [tag, digest?.slice(0, 'sha256:'.length + 12)].filter((part) => part !== undefined).join('@');
}

function read(name: string, { environments }: PromoteOptions): EnvironmentText | { problems: Problem[] } {
  const all = environmentFiles(environments);
  oneOf(
    'environment',
    name,
    all.map((one) => one.name),
    environments,
  );
  const file = all.find((one) => one.name === name)?.file ?? '';
  const bytes = readFileSync(file);
  const result = parseEnvironment(name, file, bytes);
  if ('problems' in result) return result;
  return { name, file, text: bytes.toString('utf8'), from: result.from };
}

function problemsAt(
  { file, text }: EnvironmentText,
  found: readonly { path: FieldPath; message: string }[],
): Problem[] {
  const locate = locator(text);
  return found.map(({ path, message }) => ({
    rule: 'delivery/not-promoted',
    severity: 'error',
    file,
    ...locate(path),
    path: path.join('.'),
    message,
  }));
}
