import type { GitRepository, OCIRepository } from '../../imports';
import type { ArtifactSigner, Environment, OciSource } from '../../settings/types';
import type { ComponentChart } from '../constructs/component-chart';
import { customResource } from '../constructs/custom-resource';
import { KubeSecret } from '../constructs/k8s';
import { addCredentials, credentialsName } from './credentials';

/** Where Kustomizations find the tree. */
export interface FluxSource {
  readonly ref: { readonly kind: ReturnType<typeof sourceKind>; readonly name: string };
  readonly folderOf: (component: string) => string;
}

/** What kind of object Flux reads from. */
export function sourceKind({ delivery }: Environment): 'GitRepository' | 'OCIRepository' {
  return delivery.source === 'git' ? 'GitRepository' : 'OCIRepository';
}

/** Adds what Flux reads, and how it gets in. */
export function addSource(chart: ComponentChart, env: Environment): FluxSource {
  const { name: environment, delivery } = env;
  const ref = { kind: sourceKind(env), name: `bkg-${environment}` };
  if (delivery.source === 'oci') addArtifact(chart, env, ref.name, delivery.oci);
  else addRepository(chart, env, ref.name);
  addCredentials(chart, env, 'flux');
  const root = delivery.source === 'oci' ? '.' : `./gitops/${environment}`;
  return { ref, folderOf: (component) => `${root}/${component}` };
}

function addRepository(chart: ComponentChart, env: Environment, name: string): void {
  customResource<GitRepository>(chart, 'source', {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name },
    spec: {
      interval: '1m',
      url: env.delivery.repository,
      ref: { branch: env.delivery.branch },
      ...(env.delivery.credentials && { secretRef: { name: credentialsName(env) } }),
      ...(env.delivery.signedBy && {
        verify: { mode: 'HEAD' as const, secretRef: { name: env.delivery.signedBy.fluxSecret } },
      }),
      // Only this environment's folder: a change elsewhere is no new revision here.
      ignore: ['/*', '!/gitops', '/gitops/*', `!/gitops/${env.name}`].join('\n'),
    },
  });
}

function addArtifact(chart: ComponentChart, env: Environment, name: string, oci: OciSource): void {
  const { address, digest, version, credentials, signedBy } = oci;
  customResource<OCIRepository>(chart, 'source', {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name },
    spec: {
      interval: env.delivery.interval,
      url: address,
      ref: digest === undefined ? { tag: version } : { digest },
      ...(credentials && { secretRef: { name: credentialsName(env) } }),
      ...(signedBy && { verify: { provider: 'cosign' as const, ...verification(chart, name, signedBy) } }),
    },
  });
}

/** Keys in a Secret, where Flux looks for those that end in `.pub`, or patterns that fit one identity and no other. */
function verification(chart: ComponentChart, name: string, signer: ArtifactSigner) {
  if (signer.kind === 'identity') {
    const { issuer, subject } = signer.identity;
    return { matchOIDCIdentity: [{ issuer: exactly(issuer), subject: exactly(subject) }] };
  }
  const keys = `${name}-signers`;
  const files = signer.publicKeys.map((key, index) => [`release-${index + 1}.pub`, `${key.trim()}\n`]);
  new KubeSecret(chart, 'signers', {
    metadata: { name: keys },
    type: 'Opaque',
    stringData: Object.fromEntries(files) as Record<string, string>,
  });
  return { secretRef: { name: keys } };
}

/** A regular expression of Go (RE2) that fits a text and nothing else: Flux looks for a match anywhere. */
function exactly(text: string): string {
  return `^${text.replace(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`)}$`;
}
