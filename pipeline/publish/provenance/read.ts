import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metadata } from '../tree/metadata';
import { type Statement, types } from './statement';

/** The provenance files of a tree, as far as they are there. */
export interface StoredProvenance {
  readonly statement?: string;
  readonly bundle?: string;
}

/** Reads both files. Throws the error of the file system for one that is there and cannot be read. */
export function readProvenance(root: string): StoredProvenance {
  return storedProvenance((file) => readMetadata(root, file));
}

/** Both files as somebody reads them, such as from a commit. */
export function storedProvenance(read: (file: string) => string | undefined): StoredProvenance {
  return { statement: read(metadata.statement), bundle: read(metadata.bundle) };
}

/** The statement in a text; undefined when it is none of ours. */
export function parseStatement(text: string): Statement | undefined {
  try {
    const statement = JSON.parse(text) as Statement;
    const { _type, predicateType, subject, predicate } = statement;
    const isOurs = _type === types.statement && predicateType === types.provenance;
    return isOurs && Array.isArray(subject) && Array.isArray(predicate.buildDefinition.resolvedDependencies)
      ? statement
      : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a metadata file; undefined when there is none. Throws the error of the file system when it cannot be read. */
function readMetadata(root: string, file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
