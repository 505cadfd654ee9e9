import { parseQuantity } from '../../kubernetes/quantity';
import type { Storage } from '../../settings/types';

/**
 * How much WAL a replication slot may hold back (`max_slot_wal_keep_size`): a quarter of the volume. Whoever may
 * replicate can make a slot and never read it, and without a limit the volume would fill up.
 */
export function slotLimit({ size }: Storage): string {
  return `${Math.floor(parseQuantity(size) / 4 / 1024 ** 2)}MB`;
}
