import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dateOf, GitError } from '../pipeline/publish/git/run';
import type { Artifact } from '../pipeline/publish/package/artifacts';
import { KeyError, publicKey } from '../pipeline/publish/provenance/keys';
import { sha256, statementOf } from '../pipeline/publish/provenance/statement';
import { nameOfTrust, type Trust } from '../pipeline/publish/provenance/trust';
import {
  type Check,
  makeKeys,
  publicHalf,
  signImage,
  type Signer,
  signWithCosign,
  verifyImage,
} from '../pipeline/publish/release/cosign';
import { type Image, imagesOf } from '../pipeline/publish/release/image';
import { withLoopbackRegistry } from '../pipeline/publish/release/loopback';
import { ProgramError } from '../pipeline/publish/release/program';
import { pushImage } from '../pipeline/publish/release/push';
import { billsOfSources } from '../pipeline/publish/release/syft';
import { metadata } from '../pipeline/publish/tree/metadata';
import { billNames, releaseNames } from '../settings/facts/provenance';
import { checkModules } from './modules';
import { type Outcome, UsageError } from './outcome';
import { checksum, makePackages, type PackageOptions, type Packages, writeArtifacts } from './package';
import { progress } from './progress';
import { publishedFiles } from './publish';
import { nameOf } from './publish-commit';
import { filesOfRelease } from './release-folder';
import { releaseNotes } from './release-notes';
import { inputsAt, repositories } from './repositories';
import { identityOf, type IdentityOptions } from './trust';
import { verifyRelease } from './verify-release';

export interface ReleaseOptions extends Omit<PackageOptions, 'env' | 'key'>, IdentityOptions {
  /** Private key that signs: a file, or a URI that cosign knows. @default - COSIGN_PRIVATE_KEY, or the identity */
  readonly key?: string;
  /** Where images go: `registry.example/bkg`. @default - nowhere; in a dry run to a registry on loopback */
  readonly registry?: string;
  /** The release before, by tag or commit, for the notes. @default - the newest tag `v*` below this commit */
  readonly since?: string;
  /** Whether nothing leaves this machine. */
  readonly dryRun: boolean;
}

/** Who signs a release, and what everybody checks that with. */
interface Signing {
  readonly signer: Signer;
  readonly trust: Trust;
  readonly check: Check;
  /** Files that the release gets besides. */
  readonly files: readonly Artifact[];
}

/** Makes a release of the published tree: packages, bills of materials, provenance, signatures; and verifies it. */
export function release(options: ReleaseOptions): Outcome {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-release-'));
  try {
    refuseContradictions(options);
    const signing = signingOf(options, folder);
    if (!options.dryRun) return releaseWith(options, signing);
    return withLoopbackRegistry((registry) => releaseWith({ ...options, registry }, signing));
  } catch (error) {
    if (error instanceof ProgramError || error instanceof GitError || error instanceof KeyError)
      throw new UsageError(error.message);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuseContradictions({ dryRun, key, registry, identity }: ReleaseOptions): void {
  if (dryRun && (key !== undefined || registry !== undefined || identity !== undefined))
    throw new UsageError('--dry-run has a key and a registry of its own; leave out --key, --identity and --registry');
  if (key !== undefined && identity !== undefined)
    throw new UsageError('who signs? --key and --identity do not go together');
}

function signingOf(options: ReleaseOptions, folder: string): Signing {
  const given = process.env.COSIGN_PRIVATE_KEY && !options.identity ? 'env://COSIGN_PRIVATE_KEY' : undefined;
  const key = options.dryRun ? undefined : (options.key ?? given);
  const file = path.join(folder, 'cosign.pub');
  const byKey = (signer: Signer, pem: string, files: readonly Artifact[]): Signing => {
    writeArtifacts(folder, [{ file: 'cosign.pub', content: pem }]);
    return { signer, files, trust: { key: publicKey(pem) }, check: ['--key', file, '--insecure-ignore-tlog=true'] };
  };
  if (key !== undefined) return byKey({ key }, publicHalf({ key }), []);
  if (options.dryRun) {
    makeKeys(folder, '');
    const content = readFileSync(file, 'utf8');
    return byKey({ key: path.join(folder, 'cosign.key'), password: '' }, content, [{ file: 'dry-run.pub', content }]);
  }
  const trust = identityOf(options);
  if (!trust) throw new UsageError('release wants --key, or --identity, --issuer and --trusted-root, or --dry-run');
  const check = ['--certificate-identity', trust.identity, '--certificate-oidc-issuer', trust.issuer];
  return { signer: {}, files: [], trust, check };
}

function releaseWith(options: ReleaseOptions, signing: Signing): Outcome {
  const { root, environments, to, out, version, registry } = options;
  const { source, sourceCommit, target } = repositories(root, environments, to, 'release');
  checkModules(root, source, sourceCommit);
  const made = makePackages({ ...options, key: undefined });
  if ('refusal' in made) return made.refusal;
  // Before anything is signed: a name in a public log stays there.
  const earlier = filesOfRelease(out);
  const revision = { commit: sourceCommit, date: dateOf(source, sourceCommit) };
  progress('making bills of materials');
  const bills = billsOfSources(source, sourceCommit, billNames, { name: 'bkg-deploy', version, date: revision.date });
  const images = made.releases.flatMap((one) => imagesOf(one, made.artifacts, revision));
  const about = { ...options, repository: target, trust: signing.trust };
  const notes = { file: 'notes.md', content: releaseNotes(about, made, images) };
  const manifests = images.map(({ manifest }) => manifest);
  const artifacts = [...made.artifacts, ...bills, notes, ...signing.files, ...manifests];
  const statement = releaseStatement(options, made, artifacts, sourceCommit);
  progress('signing');
  const text = `${JSON.stringify(statement, null, 2)}\n`;
  const bundle = signWithCosign(text, signing.signer);
  for (const file of earlier) rmSync(path.join(out, file));
  const signed = [
    { file: metadata.statement, content: text },
    { file: metadata.bundle, content: bundle },
  ];
  writeArtifacts(out, [...artifacts, ...signed]);
  const pushed = registry === undefined ? [] : deliver(registry, images, statement.predicate, signing);
  const { exitCode, problems } = verifyRelease({ release: out, version, trust: signing.trust, format: 'text' });
  return {
    exitCode,
    problems,
    lines: [
      ...artifacts.map((artifact) => checksum(out, artifact)),
      ...pushed,
      `signed by ${nameOfTrust(signing.trust)}`,
    ],
    notes: notesOf(options, signing),
  };
}

function releaseStatement(
  { root, environments, to, version }: ReleaseOptions,
  { rendered }: Packages,
  artifacts: readonly Artifact[],
  sourceCommit: string,
) {
  const files = artifacts.map(({ file, content }) => ({ name: file, digest: { sha256: sha256(content) } }));
  return statementOf({
    ...releaseNames,
    tree: nameOf(to),
    files: publishedFiles(rendered),
    hydrated: [],
    sourceCommit,
    inputs: inputsAt(root, environments, sourceCommit) ?? [],
    release: { version, files: files.sort((a, b) => (a.name < b.name ? -1 : 1)) },
  });
}

/** Pushes, signs by digest, and asks as consumers do. Returns what is there. */
function deliver(registry: string, images: readonly Image[], predicate: unknown, { signer, check }: Signing): string[] {
  return images.map((image) => {
    progress(`pushing ${image.repository}`);
    const name = pushImage(registry, image);
    signImage(name, predicate, signer);
    verifyImage(name, check);
    return name;
  });
}

function notesOf({ dryRun, registry, out }: ReleaseOptions, { files }: Signing): string[] {
  const nowhere = registry === undefined && !dryRun ? ['no --registry, so nothing was pushed'] : [];
  return [...nowhere, ...files.map(({ file }) => `dry run: signed with a key that is gone, but for ${out}/${file}`)];
}
