/**
 * The advisory lock under which sqlx's migrator works, as the decimal key that Postgres wants: 0x3d32ad9e times the
 * CRC-32 of the database's name (sqlx-postgres 0.7 and 0.8, `generate_lock_id`). A daemon that migrates at its start
 * takes the same.
 */
export function migrationLock(database: string): string {
  return String(0x3d32ad9en * BigInt(crc32(database)));
}

/** CRC-32 as in zlib: reflected, polynomial 0xedb88320. */
function crc32(text: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
