import { writeYaml } from '../../yaml/write';
import type { FileContent } from '../tree/write';
import type { ArchiveFile } from './archive';
import type { Release } from './release';

/** How the objects of a component that Helm has to keep begin; their annotations come first. */
const beginning = '\nmetadata:\n  annotations:\n';

/**
 * The one template. It takes files as they are, so that nothing in them is taken for a template. Only what a prune guard
 * keeps from the engines gets the annotation that keeps it from Helm: in the tree, the guard says it already.
 */
const template = `{{- $kept := .Files.Lines "kept.txt" }}
{{- range $path, $content := .Files.Glob (printf "files/%s/*.yaml" .Values.component) }}
{{- if ne (base $path) "kustomization.yaml" }}
---
{{- $text := toString $content }}
{{- if has $path $kept }}
{{- $text = replace ${JSON.stringify(beginning)} ${JSON.stringify(`${beginning}    helm.sh/resource-policy: keep\n`)} $text }}
{{- end }}
{{ $text }}
{{- end }}
{{- end }}
`;

/** The files of a Helm chart that holds the components of an environment byte for byte, and installs one of them. */
export function chartFiles(release: Release): ArchiveFile[] {
  const { name, files } = release;
  const components = release.steps.map(({ component }) => component);
  const isPart = (path: string) => components.includes(path.split('/')[1] ?? '');
  const pathOf = (path: string) => `files/${path.split('/').slice(1).join('/')}`;
  const kept = files.filter(({ path }) => isPart(path) && release.kept.includes(path));
  kept.forEach(checkBeginning);
  const chart = [
    { path: 'Chart.yaml', text: writeYaml(chartMetadata(release)) },
    { path: 'values.yaml', text: '# component: one of those in values.schema.json\n' },
    { path: 'values.schema.json', text: `${JSON.stringify(schema(components), null, 2)}\n` },
    { path: 'kept.txt', text: kept.map(({ path }) => `${pathOf(path)}\n`).join('') },
    { path: 'templates/component.yaml', text: template },
    { path: 'templates/NOTES.txt', text: notes(release) },
    ...files.filter(({ path }) => isPart(path)).map(({ path, text }) => ({ path: pathOf(path), text })),
  ];
  return chart.map(({ path, text }) => ({ path: `${name}/${path}`, text }));
}

function checkBeginning({ path, text }: FileContent): void {
  if (text.split(beginning).length === 2) return;
  throw new Error(`the annotations of ${path} are not where the template looks for them`);
}

/** What Helm wants to know of it. */
export function chartMetadata({ name, version, environment, kubernetes }: Release) {
  return {
    apiVersion: 'v2',
    name,
    version,
    type: 'application',
    description: `The components of ${environment}, rendered by bkg-deploy; each is a release of its own.`,
    // With what clusters of vendors have behind their version, which counts as less than the version itself.
    kubeVersion: `>=${kubernetes}.0-0`,
  };
}

/** Helm gives `global` to every chart that is part of another one. */
function schema(components: readonly string[]) {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['component'],
    properties: { component: { enum: components }, global: { type: 'object' } },
    additionalProperties: false,
  };
}

function notes({ name, version, steps, check }: Release): string {
  const last = steps.at(-1)?.component ?? '';
  const lines = [
    `{{ .Values.component }} of ${name} ${version} is installed. Components follow each other:`,
    `  ${steps.map(({ component }) => component).join(', ')}`,
    ...(check
      ? [
          `After ${last}, a Job has asked the whole platform whether it works. Look at what it says:`,
          `  kubectl --namespace ${check.namespace} wait --for=condition=Complete --timeout=10m job/${check.name}`,
          `  kubectl --namespace ${check.namespace} logs job/${check.name}`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
