import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../problem';
import { kubernetesYaml } from '../yaml/kubernetes';
import { type ReadYaml, readYaml } from '../yaml/read';
import { manifestsOf } from './manifest';
import type { Manifest } from './manifest';

/** What files hold: objects, and what kept others from being read. */
export interface ReadManifests {
  readonly files: number;
  readonly manifests: Manifest[];
  readonly problems: Problem[];
}

/** A manifest is at most 1.5 MiB in etcd; a file of many may be larger, but not endless. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Reads files, and folders with everything below them, as Argo CD reads a directory: `.yaml`, `.yml` and `.json`.
 * Throws the error of the file system for a path that cannot be read.
 */
export function readManifests(paths: readonly string[]): ReadManifests {
  const files = paths.flatMap((name) => (statSync(name).isDirectory() ? manifestFiles(name) : [name]));
  const read = files.map((file) => readManifest(file, readFileSync(file)));
  return {
    files: files.length,
    manifests: read.flatMap(({ manifests }) => manifests),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function manifestFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : manifestFiles(name);
      return /\.(ya?ml|json)$/.test(entry.name) && entry.isFile() ? [name] : [];
    });
}

/** The objects of one file's content. Never throws, whatever the bytes are. */
export function readManifest(file: string, bytes: Buffer): Pick<ReadManifests, 'manifests' | 'problems'> {
  if (bytes.length > maxBytes) return failed(file, 'is larger than 64 MiB; split it');
  if (bytes.includes(0)) return failed(file, 'is not a text file');
  const text = bytes.toString('utf8');
  const read = readText(file, text);
  if ('error' in read) return failed(file, read.error.message, read.error.line, read.error.column);
  const documents = read.documents.map((data, index) => ({ data, index })).filter(({ data }) => data !== null);
  // kubectl and Argo CD take this file for an index of others, never for an object.
  if (path.basename(file) === 'kustomization.yaml') return { manifests: [], problems: [] };
  return { manifests: documents.flatMap(({ data, index }) => manifestsOf(file, text, data, index)), problems: [] };
}

/** JSON is read as JSON where it can be: quicker, and tabs are no mistake there. */
function readText(file: string, text: string): ReadYaml {
  if (file.endsWith('.json')) {
    try {
      return { documents: [JSON.parse(text)] };
    } catch {
      // The YAML reader says where it is broken.
    }
  }
  return readYaml(text, kubernetesYaml);
}

function failed(file: string, message: string, line = 1, column = 1): Pick<ReadManifests, 'manifests' | 'problems'> {
  return {
    manifests: [],
    problems: [{ rule: 'schema/unreadable', severity: 'error', file, line, column, path: '', message }],
  };
}
