import { type Data, mapOf } from './access';
import { groupKindOf, recordOf } from './kinds';

/** What goes with this object of data, or of what serves it; undefined for objects that can simply be made again. */
export function lostWith(object: Data): string | undefined {
  return recordOf(groupKindOf(object)).lost?.(mapOf(object.spec));
}

/** What holds the data of an object and stays when it is deleted. */
export function leftBy(object: Data): string | undefined {
  return recordOf(groupKindOf(object)).leaves?.(mapOf(object.spec));
}

/** What is lost for good when this object is deleted. */
export function lostForGood(object: Data): string | undefined {
  return leftBy(object) === undefined ? lostWith(object) : undefined;
}
