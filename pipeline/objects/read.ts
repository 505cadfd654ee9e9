import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../problem';
import { jsonDocumentsOf } from '../yaml/documents';
import { kubernetesYaml } from '../yaml/kubernetes';
import { type ReadDocuments, readDocuments, type Schema, type YamlError } from '../yaml/read';
import { chartsIn, isForHelm } from './helm';
import { manifestsOf } from './manifest';
import type { Manifest } from './manifest';

/** What files hold: objects, and what kept others from being read. */
export interface ReadManifests {
  readonly files: number;
  /** How many of the files are indexes of kustomize. */
  readonly indexes: number;
  /** How many are for Helm, which has to render them first. */
  readonly helm: number;
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
  const all = paths.flatMap((name) => (statSync(name).isDirectory() ? manifestFiles(name) : [path.normalize(name)]));
  const files = [...new Set(all)];
  const charts = chartsIn(files);
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  let helm = 0;
  for (const file of files) {
    const bytes = readFileSync(file);
    if (isForHelm(file, bytes, charts)) {
      helm++;
      continue;
    }
    const read = readManifest(file, bytes);
    for (const manifest of read.manifests) manifests.push(manifest);
    for (const problem of read.problems) problems.push(problem);
  }
  return { files: files.length, indexes: files.filter(isIndex).length, helm, manifests, problems };
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

/** Indexes of kustomize, which kubectl and Argo CD never take for objects. */
const isIndex = (file: string) => /^(kustomization\.ya?ml|Kustomization)$/.test(path.basename(file));

/** The objects of one file's content. Never throws, whatever the bytes are. `exactYaml` keeps all digits of numbers. */
export function readManifest(
  file: string,
  bytes: Buffer,
  schema: Schema = kubernetesYaml,
): Pick<ReadManifests, 'manifests' | 'problems'> {
  if (bytes.length > maxBytes) return failed(file, 'is larger than 64 MiB; split it');
  if (bytes.includes(0)) return failed(file, 'is not a text file');
  if (!isUtf8(bytes)) return failed(file, 'is not a text in UTF-8; save it as one');
  const { documents, errors } = readStream(bytes.toString('utf8'), schema);
  const problems = errors.map((error) => unreadable(file, error));
  if (isIndex(file)) return { manifests: [], problems };
  const manifests = documents
    .filter(({ data }) => data !== null)
    .flatMap(({ text, data, document, line }) => manifestsOf(file, text, data, document, line));
  return { manifests, problems };
}

/** Reads a text as kubectl does: one that begins with a brace is a stream of JSON where it can be, the rest is YAML. */
export function readStream(text: string, schema: Schema = kubernetesYaml): ReadDocuments {
  // JavaScript's own reader of JSON loses digits of long numbers; as YAML, JSON says the same.
  const isLong = schema !== kubernetesYaml && /\d{16}/.test(text);
  const json = /^\s*\{/.test(text) && !isLong ? jsonDocumentsOf(text) : undefined;
  if (json) return { documents: json.map((document) => ({ ...document, document: 0 })), errors: [] };
  return readDocuments(text, schema);
}

function failed(file: string, message: string): Pick<ReadManifests, 'manifests' | 'problems'> {
  return { manifests: [], problems: [unreadable(file, { message, line: 1, column: 1 })] };
}

function unreadable(file: string, error: YamlError): Problem {
  return { rule: 'schema/unreadable', severity: 'error', file, path: '', ...error };
}
