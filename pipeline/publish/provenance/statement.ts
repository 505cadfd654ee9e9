import { createHash } from 'node:crypto';
import type { FileContent } from '../tree/write';

/** What a statement is made of. */
export interface Origin extends Source, Contents {
  /** What kind of build made the tree: a name for verifiers, fetched by nothing. */
  readonly buildType: string;
  /** Who made it: another one. */
  readonly builder: string;
  /** What was made of the tree besides. @default - nothing */
  readonly release?: { readonly version: string; readonly files: readonly Subject[] };
}

/** What was made. */
export interface Contents {
  /** Name of the tree, such as `gitops`. */
  readonly tree: string;
  /** The rendered files, without metadata. */
  readonly files: readonly FileContent[];
  /** Metadata of each environment, which is no part of its folder's digest, as that is what somebody applies. */
  readonly hydrated: readonly FileContent[];
}

/** What it was made from. */
export interface Source {
  /** Full id of the commit whose source was rendered. */
  readonly sourceCommit: string;
  /** The files of that commit that decide what is rendered, besides the program itself: lockfile and environments. */
  readonly inputs: readonly FileContent[];
}

/** The parts of an in-toto Statement with a SLSA provenance predicate that we write and read. */
export interface Statement {
  readonly _type: typeof types.statement;
  readonly subject: readonly Subject[];
  readonly predicateType: typeof types.provenance;
  readonly predicate: {
    readonly buildDefinition: {
      readonly buildType: string;
      readonly externalParameters: { readonly environments: readonly string[]; readonly version?: string };
      readonly resolvedDependencies: readonly Dependency[];
    };
    readonly runDetails: { readonly builder: { readonly id: string } };
  };
}

/** Something that was made: a folder, or a file. */
export interface Subject {
  readonly name: string;
  readonly digest: { readonly dirHash: string } | { readonly sha256: string };
}

interface Dependency {
  readonly name: string;
  readonly digest: { readonly gitCommit: string } | { readonly sha256: string };
}

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md and https://slsa.dev/spec/v1.0/provenance */
export const types = {
  statement: 'https://in-toto.io/Statement/v1',
  provenance: 'https://slsa.dev/provenance/v1',
} as const;

/** Which source made this tree, or this release of it. Without time, machine or user: the same source makes the same statement. */
export function statementOf(origin: Origin): Statement {
  const { release } = origin;
  return {
    _type: types.statement,
    subject: [...subjectOf(origin), ...(release?.files ?? [])],
    predicateType: types.provenance,
    predicate: {
      buildDefinition: {
        buildType: origin.buildType,
        externalParameters: {
          environments: environmentsIn(origin.files),
          ...(release && { version: release.version }),
        },
        resolvedDependencies: dependenciesOf(origin),
      },
      runDetails: { builder: { id: origin.builder } },
    },
  };
}

/** What a statement about a tree is about. */
function subjectOf(contents: Contents): Subject[] {
  return [...foldersOf(contents), ...hydratedOf(contents)];
}

/** The folders of a tree, with their digests. */
export function foldersOf({ tree, files }: Pick<Contents, 'tree' | 'files'>): Subject[] {
  return environmentsIn(files).map((name) => ({ name: `${tree}/${name}`, digest: { dirHash: dirHash(name, files) } }));
}

/** The metadata of its environments, with their digests. */
export function hydratedOf({ tree, hydrated }: Pick<Contents, 'tree' | 'hydrated'>): Subject[] {
  return hydrated.map(({ path, text }) => ({ name: `${tree}/${path}`, digest: { sha256: sha256(text) } }));
}

/** What they were made from: the source, and each input. */
export function dependenciesOf({ sourceCommit, inputs }: Source): readonly Dependency[] {
  return [
    { name: 'source', digest: { gitCommit: sourceCommit } },
    ...inputs.map(({ path, text }) => ({ name: path, digest: { sha256: sha256(text) } })),
  ];
}

function environmentsIn(files: readonly FileContent[]): string[] {
  return [...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))].sort();
}

/** The commit a statement names; undefined when it names none. */
export function sourceCommitOf({ predicate }: Statement): string | undefined {
  const digest = predicate.buildDefinition.resolvedDependencies.find(({ name }) => name === 'source')?.digest;
  return digest && 'gitCommit' in digest ? digest.gitCommit : undefined;
}

/**
 * in-toto's `dirHash` of an environment's folder: SHA-256 over what `sha256sum` prints for its files, sorted by name
 * (https://github.com/in-toto/attestation/blob/main/spec/v1/digest_set.md).
 */
function dirHash(environment: string, files: readonly FileContent[]): string {
  const lines = files
    .filter(({ path }) => path.startsWith(`${environment}/`))
    .map(({ path, text }) => ({ name: path.slice(environment.length + 1), text }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, text }) => `${sha256(text)}  ${name}\n`);
  return sha256(lines.join(''));
}

/** SHA-256 of a text or of bytes, lower-case hex. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
