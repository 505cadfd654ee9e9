import { gzipSync } from 'fflate';
import { Header } from 'tar/header';

/** A file of an archive. */
export interface ArchiveFile {
  /** With `/`. */
  readonly path: string;
  readonly text: string;
  /** @default false */
  readonly isProgram?: boolean;
}

/** One that may be no text. */
interface AnyFile extends Omit<ArchiveFile, 'text'> {
  readonly text: string | Uint8Array;
}

/** When every file was changed last. The first moment that other kinds of archives can say too. */
const moment = new Date('1980-01-01T00:00:00Z');

/**
 * A `tar.gz` whose bytes follow from the files alone: in the order of their names, of nobody, of one moment. Compressed by
 * JavaScript, because what zlib makes depends on the processor.
 */
export function archive(files: readonly ArchiveFile[]): Uint8Array {
  return gzipSync(plainArchive(files), { level: 9, mtime: 0 });
}

/** The same without compression, for what is compressed already. */
export function plainArchive(files: readonly AnyFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Buffer.concat([...sorted.flatMap(entry), Buffer.alloc(2 * blockSize)]);
}

const blockSize = 512;

function entry({ path, text, isProgram }: AnyFile): Uint8Array[] {
  const content = typeof text === 'string' ? Buffer.from(text) : text;
  const block = Buffer.alloc(blockSize);
  const header = new Header({
    path,
    mode: isProgram ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    size: content.length,
    mtime: moment,
    type: 'File',
  });
  if (header.encode(block)) throw new Error(`${path} does not fit into a header of ustar`);
  return [block, content, Buffer.alloc(-content.length & (blockSize - 1))];
}
