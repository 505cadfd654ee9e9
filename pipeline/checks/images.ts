import { groupKindOf, recordOf } from '../../kubernetes/kinds';
import { type ImageField, imagesOf } from '../../kubernetes/image-fields';
import { partsOfImage } from '../../kubernetes/images';
import type { Manifest } from '../objects/manifest';
import type { Context, Finding, ObjectRule } from './rule';

/** Every image of an object, whatever its kind. */
export function imagesIn({ object, pod }: Manifest): ImageField[] {
  return imagesOf(groupKindOf(object), object, pod);
}

function hasImages({ object, pod }: Manifest): boolean {
  return pod !== undefined || recordOf(groupKindOf(object)).images !== undefined;
}

/** A tag that means something else tomorrow. */
export const imageLatest: ObjectRule = {
  id: 'image/latest',
  description: 'an image with the tag `latest`, or with neither tag nor digest, which is the same',
  example: '`image: registry.example/web:latest`',
  appliesTo: hasImages,
  *check(manifest: Manifest): Generator<Finding> {
    for (const { path, image } of imagesIn(manifest)) {
      const { tag, digest } = partsOfImage(image);
      if (tag === 'latest') yield { path, message: `"${image}" can be another image tomorrow; name a version` };
      if (tag === undefined && digest === undefined) {
        yield { path, message: `"${image}" has no tag, so it is the latest; name a version` };
      }
    }
  },
};

/** A tag that somebody may move. */
export const imageDigest: ObjectRule = {
  id: 'image/digest',
  description: 'an image without a digest, where the environment asks for one',
  example: '`image: registry.example/web:1.4.2`',
  appliesTo: (manifest, { requireDigest = false }) => requireDigest && hasImages(manifest),
  *check(manifest: Manifest, { requireDigest = false }: Context): Generator<Finding> {
    if (!requireDigest) return;
    for (const { path, image } of imagesIn(manifest)) {
      if (partsOfImage(image).digest !== undefined) continue;
      yield { path, message: `"${image}" has no digest; add "@sha256:…", so that the tag cannot be moved` };
    }
  },
};

/** What images look like. */
export const imageRules: readonly ObjectRule[] = [imageLatest, imageDigest];
