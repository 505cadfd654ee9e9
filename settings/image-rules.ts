import type { FieldPath } from '../kubernetes/access';
import { imagePattern, partsOfImage } from '../kubernetes/images';
import { leaves } from './leaves';
import statements from './facts/statements.sql';
import { colourField, coloursOf } from './rollout-rules';
import { type Breach, breach, type EnvironmentRule } from './rule';
import type { Environment } from './types';

const imageDigest: EnvironmentRule = {
  id: 'environment/image-digest',
  description: 'staging or production with an image that has no digest',
  example: '`image: …/curl:8.22.0`',
  check: (env) =>
    imagesOf(env)
      .filter(([, image]) => lacksDigest(env, image))
      .map(([path]) => ({
        path,
        message: `has no digest; add the @sha256:… of the released image, because a tag can change what ${env.tier} runs`,
      })),
};

const imageTag: EnvironmentRule = {
  id: 'environment/image-tag',
  description: 'an image without a tag, or with `latest`',
  example: '`image: …/curl:latest@sha256:…`',
  check: (env) =>
    imagesOf(env)
      .filter(([, image]) => !lacksDigest(env, image) && ['latest', undefined].includes(partsOfImage(image).tag))
      .map(([path]) => ({ path, message: 'names no release; use the tag of a version, not latest' })),
};

function lacksDigest({ tier }: Environment, image: string): boolean {
  return tier !== 'development' && !image.includes('@sha256:');
}

/** Fields that hold an image, wherever they are. */
function imagesOf(env: Environment): [path: FieldPath, image: string][] {
  return leaves(env).flatMap(([path, value]) =>
    typeof value === 'string' && /image$/i.test(String(path.at(-1))) ? [[path, value]] : [],
  );
}

/** Where releases and their statements are written down; the database plans them after every migration. */
const file = 'settings/facts/statements.sql';

/** A daemon whose statements nobody knows would run on a schema that nobody has compared with it. */
const unknownRelease: EnvironmentRule = {
  id: 'environment/unknown-release',
  description: 'staging or production with a daemon whose statements nobody has compared with the schema',
  example: `\`image: …/cave-daemon:0.9.0@sha256:…\` without a line in \`${file}\``,
  // Development runs what was built a minute ago.
  check: (env) =>
    env.tier === 'development' ? [] : daemonImages(env).flatMap(([field, image]) => unknown(field, image)),
};

/** Every image of the daemon that runs, and so asks the database something. */
function daemonImages(env: Environment): [field: string, image: string][] {
  const colours = coloursOf(env);
  if (colours.length === 0) return [['daemon.image', env.daemon.image]];
  return colours.map(([name, { image }]) => [colourField(name, 'image'), image]);
}

function unknown(field: string, image: string): Breach[] {
  const { tag } = partsOfImage(image);
  // That an image names no release is another rule's business.
  if (tag === undefined) return [];
  const known = releasesIn(statements);
  if (known.includes(tag)) return [];
  const own = `otherwise add ('${tag}', '${tag}') to its releases, and its statements`;
  return [
    breach(
      field,
      `is release ${tag}, whose statements ${file} does not know; when it asks the database what ${known.at(-1)} asks, run npm run -s add-release -- ${tag}, ${own}`,
    ),
  ];
}

/** The releases that have statements, in the order of the file. */
export function releasesIn(sql: string): string[] {
  const [, lines = '', rest = ''] = /\breleases \(release, asks\) as \(values([^]*?)\n\s*\),([^]*)/.exec(sql) ?? [];
  return [...lines.matchAll(/^\s*\('([^']+)', '([^']+)'\),?$/gm)].flatMap(([, release = '', asks = '']) =>
    rest.includes(`('${asks}', '`) ? [release] : [],
  );
}

/** Fields with images that the platform builds and signs itself. */
const ownImages = [
  ...['adminUi.image', 'daemon.image', 'daemon.rollout.blue.image', 'daemon.rollout.green.image'],
  ...['database.migrations.image', 'kernel.image', 'webApp.image'],
];

/** A glob that misses an image verifies nothing of it, and says nothing either. */
const verifiedImages: EnvironmentRule = {
  id: 'environment/verified-images',
  description: "an image of the platform's own that no glob verifies, or one of others that some glob does",
  example: '`images: [registry.example.org/bkg/cave-*]` with `adminUi.image: …/bkg/admin-ui:…`',
  check(env) {
    if (!env.imageVerification) return [];
    const patterns = env.imageVerification.images.map((glob) => new RegExp(imagePattern(glob)));
    return imagesOf(env).flatMap(([path, image]): Breach[] => {
      const isOwn = ownImages.includes(path.join('.'));
      if (patterns.some((pattern) => pattern.test(image)) === isOwn) return [];
      const message = isOwn
        ? 'is verified by nothing; widen imageVerification.images'
        : "would need the platform's signature, and others make it; narrow imageVerification.images";
      return [{ path, message }];
    });
  },
};

/** What has to be known of an image before it may run. */
export const imageRules = [imageDigest, imageTag, unknownRelease, verifiedImages];
