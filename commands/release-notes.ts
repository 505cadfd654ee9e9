import { planOf } from '../pipeline/plan';
import type { Comparison } from '../pipeline/plan/compare';
import { byHand } from '../pipeline/plan/report/by-hand';
import { code, markdownReport } from '../pipeline/plan/report/markdown';
import { environmentsOf } from '../pipeline/plan/source/environments';
import { filesOf, readFiles } from '../pipeline/plan/source/files';
import { treeIn } from '../pipeline/publish/git/pending';
import { commitOf, tryGit } from '../pipeline/publish/git/run';
import type { Release } from '../pipeline/publish/package/release';
import type { Trust } from '../pipeline/publish/provenance/trust';
import { digestOf, type Image } from '../pipeline/publish/release/image';
import { environmentLabel } from '../settings/facts/labels';
import { UsageError } from './outcome';
import type { Packages } from './package';
import { publishedFiles } from './publish';

export interface NotesOptions {
  readonly version: string;
  /** The reconciled tree. */
  readonly to: string;
  /** Top folder of the repository that holds it. */
  readonly repository: string;
  /** Tag or commit of the release before. @default - the newest tag `v*` below this commit */
  readonly since?: string;
  /** Who signs. */
  readonly trust: Trust;
}

/** Characters that the text of a release may have on GitHub, with room for what people write above it. */
const maxLength = 100_000;

/** What a release does to each environment, what people do before and after, its images, and how to verify it. */
export function releaseNotes(options: NotesOptions, packages: Packages, images: readonly Image[]): string {
  const { version, trust } = options;
  const since = options.since ?? tagBefore(options);
  const comparisons = since === undefined ? [] : compared(options, since, packages);
  const revisions = { from: since ?? '', to: `v${version}` };
  return [
    `# ${version}`,
    since === undefined
      ? 'The first release: there is no tag `v*` below its commit, and so nothing to compare with.'
      : markdownReport(comparisons, maxLength, revisions).trim(),
    ...handSections(comparisons, packages.releases),
    `## Images\n\n${imageTable(packages)}`,
    `## Verify\n\n${verification(version, trust, images)}`,
  ].join('\n\n');
}

function tagBefore({ repository, version }: NotesOptions): string | undefined {
  const args = ['describe', '--tags', '--abbrev=0', '--match', 'v*', '--exclude', `v${version}`, 'HEAD'];
  const { code: status, out } = tryGit(repository, args);
  return status === 0 ? out.trim() : undefined;
}

function compared({ to, repository }: NotesOptions, since: string, { rendered }: Packages): readonly Comparison[] {
  const folder = treeIn(repository, to);
  const read = readFiles(`git:${since}:${folder}`, repository);
  if ('error' in read || commitOf(repository, since) === undefined)
    throw new UsageError(`--since ${since}: ${'error' in read ? read.error : 'there is no such commit'}`);
  const from = { title: since, environments: environmentsOf(read.files, folder) };
  const current = { title: to, environments: environmentsOf(filesOf(publishedFiles(rendered)), to) };
  const plans = planOf(from, current, { environmentLabel });
  if ('problems' in plans) throw new UsageError(`--since ${since}: its tree cannot be read`);
  return plans.comparisons;
}

function handSections(comparisons: readonly Comparison[], releases: readonly Release[]): string[] {
  const todo = releases.map((release) => {
    const comparison = comparisons.find(({ name }) => name === release.environment);
    const { before, after } = comparison ? byHand(comparison) : { before: [], after: [] };
    return { name: release.environment, before, after: [...after, ...checkOf(release)] };
  });
  const section = (title: string, which: 'before' | 'after') => {
    const items = todo.flatMap((one) => one[which].map((item) => `- **${one.name}**: ${item}`));
    return `## ${title}\n\n${items.length === 0 ? 'Nothing.' : items.join('\n')}`;
  };
  return [section('By hand, before', 'before'), section('By hand, after', 'after')];
}

function checkOf({ check }: Release): string[] {
  if (!check) return [];
  return [`look at what the check says: ${code(`kubectl --namespace ${check.namespace} logs job/${check.name}`)}`];
}

function imageTable({ uses }: Packages): string {
  const places = new Map<string, Set<string>>();
  for (const { image, environment, component } of uses)
    places.set(image, (places.get(image) ?? new Set()).add(`${environment}/${component}`));
  const rows = [...places].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '| Image | Runs in |',
    '|---|---|',
    ...rows.map(([image, all]) => `| ${code(image)} | ${[...all].sort().join(', ')} |`),
  ].join('\n');
}

function verification(version: string, trust: Trust, images: readonly Image[]): string {
  const [ours, cosigns] =
    'key' in trust
      ? ['--key cosign.pub', '--key cosign.pub --insecure-ignore-tlog']
      : [
          `--identity ${trust.identity} --issuer ${trust.issuer} --trusted-root trusted_root.json`,
          `--certificate-identity ${trust.identity} --certificate-oidc-issuer ${trust.issuer}`,
        ];
  const table = images.map((image) => `| ${code(`${image.repository}:${image.tag}`)} | ${code(digestOf(image))} |`);
  return `\`\`\`sh
npx bkg-deploy verify --release DIR --version ${version} ${ours}
cosign verify ${cosigns} REGISTRY/NAME@DIGEST
\`\`\`

| In the registry | Digest |
|---|---|
${table.join('\n')}
`;
}
