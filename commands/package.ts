import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { stagesIn } from '../charts';
import { isGuarded, isSuspendedJob } from '../charts/delivery/guards';
import type { Manifest } from '../charts/component';
import { timeoutMinutes } from '../charts/roll-out';
import { imagesIn } from '../pipeline/checks/images';
import { manifestsOf } from '../pipeline/objects/manifest';
import { billOfImages, type ImageUse } from '../pipeline/publish/package/bill-of-images';
import { archive } from '../pipeline/publish/package/archive';
import { type Artifact, artifactsOf } from '../pipeline/publish/package/artifacts';
import { isVersion, type Release, type Step } from '../pipeline/publish/package/release';
import { replaceFile } from '../pipeline/publish/tree/write';
import type { Environment } from '../settings/types';
import { moduleFiles } from './modules';
import { type Outcome, oneOf, UsageError } from './outcome';
import { publishedFiles } from './publish';
import type { RenderedEnvironment } from './render';
import { checkTarget } from './target';
import { examine, type VerifyOptions } from './verify';

export interface PackageOptions extends Omit<VerifyOptions, 'format'> {
  /** Names of environments. @default - all */
  readonly env?: readonly string[];
  /** Of the release, as https://semver.org has it. */
  readonly version: string;
  /** Folder that receives the packages. */
  readonly out: string;
}

/** What a release packages, before anything is written. */
export interface Packages {
  readonly artifacts: readonly Artifact[];
  readonly releases: readonly Release[];
  readonly rendered: readonly RenderedEnvironment[];
  /** Who runs which image. */
  readonly uses: readonly ImageUse[];
}

/** Packages the published tree, when it is what its source renders; the same source gives the same bytes anywhere. */
export function packageRelease(options: PackageOptions): Outcome {
  const made = makePackages(options);
  if ('refusal' in made) return made.refusal;
  writeArtifacts(options.out, made.artifacts);
  const lines = made.artifacts.map((artifact) => checksum(options.out, artifact));
  return { exitCode: 0, lines, notes: digests(made.artifacts) };
}

/** The packages in memory, or why there are none. */
export function makePackages(options: PackageOptions): Packages | { readonly refusal: Outcome } {
  const { env, version, out, ...rest } = options;
  if (!isVersion(version))
    throw new UsageError(`--version wants a version such as 1.2.3 or 1.2.3-rc.1, not '${version}'`);
  checkTarget('--out', out, rest.root, 'dist');
  const { outcome, rendered } = examine({ ...rest, format: 'text' });
  if (outcome.exitCode !== 0)
    return { refusal: { ...outcome, notes: [...(outcome.notes ?? []), 'nothing was packaged'] } };
  const names = rendered.map(({ environment }) => environment.name);
  for (const name of env ?? []) oneOf('environment', name, names, path.normalize(rest.environments));
  const chosen = rendered.filter(({ environment }) => !env || env.includes(environment.name));
  const releases = chosen.map((one) => releaseOf(one, version));
  const uses = chosen.flatMap(imagesOf);
  const modules = moduleFiles(options.root);
  const artifacts: Artifact[] = [
    ...releases.flatMap(artifactsOf),
    ...(modules.length > 0 ? [{ file: `bkg-terraform-${version}.tar.gz`, content: archive(modules) }] : []),
    { file: 'images.cdx.json', content: billOfImages('bkg', version, uses) },
  ];
  return { artifacts, releases, rendered: chosen, uses };
}

/** What to write into an environment that is delivered from a registry. */
function digests(artifacts: readonly Artifact[]): string[] {
  return artifacts.flatMap(({ file, digest }) => (digest ? [`${file} is ${digest} in a registry`] : []));
}

/** Writes them into a folder. */
export function writeArtifacts(out: string, artifacts: readonly Artifact[]): void {
  mkdirSync(out, { recursive: true });
  for (const { file, content, isProgram } of artifacts)
    replaceFile(path.join(out, file), content, isProgram ? 0o777 : undefined);
}

/** As `sha256sum --check` reads it. */
export function checksum(out: string, { file, content }: Artifact): string {
  return `${createHash('sha256').update(content).digest('hex')}  ${out}/${file}`;
}

function imagesOf({ environment: { name }, files }: RenderedEnvironment): ImageUse[] {
  return files.flatMap(({ path: file, text, object }) =>
    manifestsOf(file, text, object)
      .flatMap(imagesIn)
      .map(({ image }) => ({ image, environment: name, component: file.split('/')[1] ?? '' })),
  );
}

function releaseOf(rendered: RenderedEnvironment, version: string): Release {
  const { environment, files } = rendered;
  return {
    name: `bkg-${environment.name}`,
    environment: environment.name,
    version,
    kubernetes: environment.kubernetes,
    steps: stepsOf(environment, rendered),
    files: publishedFiles([rendered]),
    kept: files.filter(({ object }) => isGuarded(object as Manifest)).map((file) => file.path),
    check: checkOf(rendered),
  };
}

function stepsOf(environment: Environment, { folders }: RenderedEnvironment): Step[] {
  const stages = stagesIn(environment).toSorted((a, b) => a.wave - b.wave);
  return stages.map(({ component, dependsOn }) => {
    const manifests = (folders.find(({ name }) => name === component)?.manifests ?? []) as readonly Manifest[];
    const minutes = timeoutMinutes(environment, manifests);
    return { component, dependsOn, timeoutMinutes: minutes, jobsEnd: !manifests.some(isSuspendedJob) };
  });
}

/** The Job that asks the platform whether it works, unless it waits to be told to. */
function checkOf({ folders }: RenderedEnvironment): Release['check'] {
  const manifests = (folders.find(({ name }) => name === 'checks')?.manifests ?? []) as readonly Manifest[];
  const job = manifests.find((manifest) => manifest.kind === 'Job' && !isSuspendedJob(manifest));
  const { name, namespace } = job?.metadata ?? {};
  return name !== undefined && namespace !== undefined ? { name, namespace } : undefined;
}
