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

/** Packages the published tree, when it is what its source renders; the same source gives the same bytes anywhere. */
export function packageRelease({ env, version, out, ...options }: PackageOptions): Outcome {
  if (!isVersion(version))
    throw new UsageError(`--version wants a version such as 1.2.3 or 1.2.3-rc.1, not '${version}'`);
  checkTarget('--out', out, options.root, 'dist');
  const { outcome, rendered } = examine({ ...options, format: 'text' });
  if (outcome.exitCode !== 0) return { ...outcome, notes: [...(outcome.notes ?? []), 'nothing was packaged'] };
  const names = rendered.map(({ environment }) => environment.name);
  for (const name of env ?? []) oneOf('environment', name, names, path.normalize(options.environments));
  const chosen = rendered.filter(({ environment }) => !env || env.includes(environment.name));
  const modules = moduleFiles(options.root);
  const artifacts: Artifact[] = [
    ...chosen.flatMap((one) => artifactsOf(releaseOf(one, version))),
    ...(modules.length > 0 ? [{ file: `bkg-terraform-${version}.tar.gz`, content: archive(modules) }] : []),
    { file: 'images.cdx.json', content: billOfImages('bkg', version, chosen.flatMap(imagesOf)) },
  ];
  mkdirSync(out, { recursive: true });
  for (const { file, content, isProgram } of artifacts)
    replaceFile(path.join(out, file), content, isProgram ? 0o777 : undefined);
  return { exitCode: 0, lines: artifacts.map((artifact) => checksum(out, artifact)), notes: digests(artifacts) };
}

/** What to write into an environment that is delivered from a registry. */
function digests(artifacts: readonly Artifact[]): string[] {
  return artifacts.flatMap(({ file, digest }) => (digest ? [`${file} is ${digest} in a registry`] : []));
}

/** As `sha256sum --check` reads it. */
function checksum(out: string, { file, content }: Artifact): string {
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
