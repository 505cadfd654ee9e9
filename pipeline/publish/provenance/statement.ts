import { createHash } from 'node:crypto';
import type { FileContent } from '../tree/write';

/** What a statement is made of. */
export interface Origin {
  /** Name of the tree, such as `gitops`. */
  readonly tree: string;
  /** The rendered files, without metadata. */
  readonly files: readonly FileContent[];
  /** Full id of the commit whose source was rendered. */
  readonly sourceCommit: string;
  /** The files of that commit that decide what is rendered, besides the program itself: lockfile and environments. */
  readonly inputs: readonly FileContent[];
}

/** The parts of an in-toto Statement with a SLSA provenance predicate that we write and read. */
export interface Statement {
  readonly _type: typeof types.statement;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly dirHash: string } }[];
  readonly predicateType: typeof types.provenance;
  readonly predicate: {
    readonly buildDefinition: {
      readonly buildType: string;
      readonly externalParameters: { readonly environments: readonly string[] };
      readonly resolvedDependencies: readonly Dependency[];
    };
    readonly runDetails: { readonly builder: { readonly id: string } };
  };
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

/** docs/provenance.md explains the build type; neither name is fetched by anything. */
const names = { buildType: 'https://bkg.dev/bkg-deploy/render/v1', builder: 'https://bkg.dev/bkg-deploy/publish/v1' };

/** Which source made this tree. Without time, machine or user: the same source makes the same statement. */
export function statementOf({ tree, files, sourceCommit, inputs }: Origin): Statement {
  const environments = [...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))].sort();
  return {
    _type: types.statement,
    subject: environments.map((name) => ({ name: `${tree}/${name}`, digest: { dirHash: dirHash(name, files) } })),
    predicateType: types.provenance,
    predicate: {
      buildDefinition: {
        buildType: names.buildType,
        externalParameters: { environments },
        resolvedDependencies: [
          { name: 'source', digest: { gitCommit: sourceCommit } },
          ...inputs.map(({ path, text }) => ({ name: path, digest: { sha256: sha256(text) } })),
        ],
      },
      runDetails: { builder: { id: names.builder } },
    },
  };
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

/** SHA-256 of a text, lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
