import { type FieldPath, textOf } from '../../../kubernetes/access';

/** An image that an environment file names. */
export interface ImageSetting {
  readonly path: FieldPath;
  readonly image: string;
}

/** Every field of an environment that holds an image reference: by convention called `image`, or ending in `Image`. */
export function imageSettings(environment: unknown, path: FieldPath = []): ImageSetting[] {
  if (environment === null || typeof environment !== 'object') return [];
  return Object.entries(environment).flatMap(([key, value]) => {
    const image = /^image$|Image$/.test(key) ? textOf(value) : undefined;
    return image === undefined ? imageSettings(value, [...path, key]) : [{ path: [...path, key], image }];
  });
}
