import { type Data, mapOf } from './access';
import { groupKindOf, recordOf } from './kinds';

/** What is lost for good when this object is deleted; undefined for objects that can simply be made again. */
export function lostWith(object: Data): string | undefined {
  return recordOf(groupKindOf(object)).lost?.(mapOf(object.spec));
}
