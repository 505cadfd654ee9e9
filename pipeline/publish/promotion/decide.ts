import type { FieldPath } from '../../../kubernetes/access';
import { partsOfImage, repositoryOf } from '../../../kubernetes/images';
import { imageSettings } from './settings';

/** One reference that moves on. */
export interface Promotion {
  readonly path: FieldPath;
  readonly from: string;
  readonly to: string;
  /** The components that run it. */
  readonly components: readonly string[];
}

/** Why a reference cannot move on. */
export interface Refusal {
  readonly path: FieldPath;
  readonly rule: 'no-digest' | 'not-published' | 'other-repository';
  readonly message: string;
}

export interface Decision {
  readonly promotions: readonly Promotion[];
  readonly refusals: readonly Refusal[];
}

export interface Question {
  /** Settings of the environment that has the release, and its name. */
  readonly source: { readonly name: string; readonly settings: unknown };
  /** Settings of the environment that is to get it. */
  readonly target: { readonly settings: unknown };
  /** Which images each component runs in the source's published tree. */
  readonly running: ReadonlyMap<string, ReadonlySet<string>>;
  /** Only images of these components. @default - all */
  readonly components?: readonly string[];
}

/**
 * Which references the target takes over: those it has as well, under the same repository, with another tag or digest.
 * What was never published in the source environment is no release, nor is what has no digest. An image of another
 * repository is built for its environment; its reference means nothing to the other one.
 */
export function decide({ source, target, running, components }: Question): Decision {
  const has = new Map(imageSettings(target.settings).map(({ path, image }) => [path.join('.'), image]));
  const asked = imageSettings(source.settings).flatMap(({ path, image }) => {
    const from = has.get(path.join('.'));
    if (from === undefined || from === image) return [];
    const users = usersOf(image, running);
    return !components || users.some((name) => components.includes(name))
      ? [{ path, from, to: image, components: users }]
      : [];
  });
  const isPublished = ({ to }: Promotion) => [...running.values()].some((images) => images.has(to));
  const refusals = asked.flatMap((one) => refusalOf(one, source.name, isPublished(one)) ?? []);
  const refused = new Set(refusals.map(({ path }) => path));
  return { promotions: asked.filter(({ path }) => !refused.has(path)), refusals };
}

/** The components that run this image, in any version. */
function usersOf(image: string, running: Question['running']): string[] {
  const isSame = (other: string) => repositoryOf(other) === repositoryOf(image);
  return [...running].filter(([, images]) => [...images].some(isSame)).map(([name]) => name);
}

function refusalOf({ path, from, to }: Promotion, source: string, isPublished: boolean): Refusal | undefined {
  if (repositoryOf(from) !== repositoryOf(to)) {
    const message = `is built for its environment, ${repositoryOf(from)} and not ${repositoryOf(to)}; set it by hand`;
    return { path, rule: 'other-repository', message };
  }
  if (partsOfImage(to).digest === undefined) {
    return {
      path,
      rule: 'no-digest',
      message: `"${to}" of ${source} has no digest, so it is no release; add one there`,
    };
  }
  if (isPublished) return undefined;
  return { path, rule: 'not-published', message: `"${to}" is not what ${source} runs; publish ${source} first` };
}
