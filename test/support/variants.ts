import type { Rung } from '../../settings/facts/isolation-ladder';
import type { Environment } from '../../settings/types';
import { authority } from './authority';
import { environment } from './environments';
import { otherKey, publicKey } from './public-keys';
import { draining, rolloutStep } from './rollout';

/**
 * What no committed environment uses; what they use is reviewed in `gitops/`. The golden file of a variant shows how its
 * tree differs from that of the environment it comes from: line by line in the folders that it is about.
 */
export const variants = {
  'kernel-embedded': {
    env: environment('production', {
      kernel: { topology: 'embedded' },
      daemon: { replicas: 1, autoscaling: undefined },
    }),
    folders: ['cave-kernel', 'cave-daemon'],
  },
  'daemon-drain': { env: draining(), folders: ['bkg-db-policies'] },
  'kernel-apparmor': {
    env: environment('production', { kernel: { appArmorProfile: 'bkg-sandbox' } }),
    folders: ['cave-kernel'],
  },
  'kernel-apparmor-annotation': {
    env: environment('production', { kubernetes: '1.29', kernel: { appArmorProfile: 'bkg-sandbox' } }),
    folders: ['cave-kernel'],
  },
  'isolation-node-helper': {
    env: environment('production', { kernel: { isolation: 'node-helper', seccomp: 'operator' } }),
    folders: ['cave-node'],
  },
  'seccomp-operator': {
    env: environment('production', { kernel: { seccomp: 'operator' } }),
    folders: ['cave-kernel'],
  },
  'seccomp-node-image': {
    env: environment('production', { kernel: { seccomp: 'node-image' } }),
    folders: ['cave-kernel'],
  },
  'audit-off': { env: environment('dev', { kernel: { audit: { enabled: false } } }), folders: ['cave-kernel'] },
  'audit-key-replaced': {
    env: environment('production', {
      objectStorage: { auditVerification: { replacedKeys: ['2026-01-05T12:10:00Z'] } },
    }),
    folders: ['audit', 'secrets'],
  },
  'ui-static': { env: environment('dev', { webApp: { mode: 'static' } }), folders: ['web-app'] },
  'ingress-without-headers': {
    env: environment('dev', { route: { customHeaders: false, adminAllowList: ['10.0.0.0/8'] } }),
    folders: ['admin-ui'],
  },
  'ui-own-headers': {
    env: environment('production', {
      webApp: { securityHeaders: false, securityHeadersReason: 'the image sends its own' },
    }),
    folders: ['web-app'],
  },
  'gateway-without-policies': {
    env: environment('production', { route: { gateway: { policies: 'none' }, adminAllowList: [] } }),
    folders: ['cave-daemon', 'web-app'],
  },
  'secrets-aws': {
    env: environment('production', {
      secrets: { store: 'aws', aws: { region: 'eu-central-1', roleArnPrefix: 'arn:aws:iam::111122223333:role/' } },
    }),
    folders: ['secrets'],
  },
  'secrets-gcp': {
    env: environment('production', { secrets: { store: 'gcp', gcp: { projectId: 'bkg-production' } } }),
    folders: ['secrets'],
  },
  recovery: {
    env: environment('staging', {
      recovery: {
        account: '111111111111',
        copies: {
          account: '222222222222',
          host: 's3.eu-west-1.amazonaws.com',
          cidrs: ['3.5.64.0/21'],
          region: 'eu-west-1',
          bucket: 'bkg-copies',
          retentionDays: 35,
        },
        store: { cidrs: ['10.40.10.0/28'], schedule: '15 * * * *', rpoMinutes: 60, rtoMinutes: 60, drillDays: 90 },
        objects: { rpoMinutes: 15, rtoMinutes: 240 },
        cluster: { rtoMinutes: 480 },
      },
    }),
    folders: ['secret-store-backup'],
  },
  'daemon-tls': {
    env: environment('production', { daemon: { tls: true, jwtSecret: false } }),
    folders: ['cave-daemon'],
  },
  'rollout-one': { env: rolloutStep('one'), folders: ['cave-daemon'] },
  'rollout-beside': { env: rolloutStep('beside'), folders: ['cave-daemon'] },
  'rollout-shadow': { env: rolloutStep('shadow'), folders: ['cave-daemon'] },
  'rollout-verdict': { env: rolloutStep('shadow'), folders: ['checks'] },
  'rollout-shadow-operator': { env: rolloutStep('shadow', 'staging'), folders: ['bkg-db'] },
  'rollout-shadow-statefulset': { env: rolloutStep('shadow', 'dev'), folders: ['bkg-db'] },
  'rollout-ready': { env: rolloutStep('ready'), folders: ['cave-daemon'] },
  'rollout-switched': { env: rolloutStep('switched'), folders: ['cave-daemon'] },
  'rollout-ingress': { env: rolloutStep('switched', 'dev'), folders: ['cave-daemon'] },
  'rollout-other': { env: rolloutStep('other'), folders: ['cave-daemon'] },
  // While one key replaces the other, with a log; what the committed environments have is Kyverno.
  'image-verification': {
    env: environment('production', {
      cluster: { operators: [...environment('production').cluster.operators, 'policy-controller'] },
      imageVerification: {
        engine: 'policy-controller',
        publicKeys: [publicKey, otherKey],
        transparencyLog: 'https://rekor.sigstore.dev',
      },
    }),
    folders: ['image-policy'],
  },
  'image-verification-kyverno': {
    env: environment('staging', {
      imageVerification: {
        publicKeys: [publicKey, otherKey],
        images: ['registry.bkg.example/bkg/*', 'registry.bkg.example/other/**'],
        mode: 'warn',
        transparencyLog: 'https://rekor.sigstore.dev',
        whenDown: 'admit',
      },
    }),
    folders: ['image-policy'],
  },
  'database-authority': {
    env: environment('production', { database: { sslMode: 'verify-full', managed: { ca: authority } } }),
    folders: ['bkg-db', 'bkg-db-migration'],
  },
  'restore-operator': {
    env: environment('staging', { database: { restore: { at: '2026-01-31T13:00:00+01:00' } } }),
    folders: ['bkg-db', 'bkg-db-migration'],
  },
  'restore-statefulset': {
    env: environment('dev', { database: { restore: { at: '2026-01-31T12:00:00Z' } } }),
    folders: ['bkg-db'],
  },
  'restore-managed': {
    env: environment('production', { database: { restore: { at: '2026-01-31T12:00:00Z' } } }),
    folders: ['bkg-db-migration', 'argocd'],
  },
  'telemetry-sampled-by-collector': {
    env: environment('production', { telemetry: { sampledBy: 'collector' } }),
    folders: ['telemetry'],
  },
  'repository-ssh': {
    env: environment('staging', {
      delivery: {
        engines: ['argocd', 'flux'],
        repository: 'ssh://git@git.bkg.example/platform/deploy.git',
        credentials: { kind: 'ssh-key', store: 'engines', path: 'delivery/git' },
        signedBy: { keys: ['3AA5C34371567BD2'], fluxSecret: 'signers' },
      },
      cluster: { operators: [...environment('staging').cluster.operators, 'argo-cd'] },
    }),
    folders: ['argocd', 'flux'],
  },
  'repository-token': {
    env: environment('production', {
      delivery: {
        engines: ['argocd'],
        credentials: { kind: 'token', store: 'engines', path: 'delivery/git' },
      },
    }),
    folders: ['argocd'],
  },
  // Both engines, and keys, of which one replaces the other.
  'registry-keys': {
    env: environment('staging', {
      delivery: {
        engines: ['argocd', 'flux'],
        source: 'oci',
        oci: {
          address: 'oci://registry.bkg.example/bkg/tree-staging',
          digest: `sha256:${'0'.repeat(64)}`,
          credentials: { store: 'engines', path: 'delivery/registry' },
          signedBy: { kind: 'key', publicKeys: [publicKey, otherKey] },
        },
      },
      cluster: { operators: [...environment('staging').cluster.operators, 'argo-cd'] },
    }),
    folders: ['argocd', 'flux'],
  },
  'registry-identity': {
    env: environment('dev', {
      delivery: {
        engines: ['flux'],
        source: 'oci',
        oci: {
          address: 'oci://registry.bkg.example:5000/bkg/tree-dev',
          version: '1.2.3',
          signedBy: {
            kind: 'identity',
            identity: {
              issuer: 'https://token.actions.githubusercontent.com',
              subject: 'https://github.com/o/r/.github/workflows/build-release.yaml@refs/tags/v1.2.3+b',
            },
          },
        },
      },
    }),
    folders: ['flux'],
  },
  'no-delivery-annotations': {
    env: environment('production', { delivery: { engines: ['flux'] } }),
    folders: ['web-app', 'flux'],
  },
} as const;

/** Where sandboxes run. */
export const topologies = ['separate', 'embedded'] as const;

/** An environment whose sandboxes are held on a rung of isolation, in either topology. */
export function isolationVariant(topology: (typeof topologies)[number], isolation: Rung): Environment {
  return environment(isolation === 'off' ? 'dev' : 'production', {
    kernel: { topology, isolation },
    daemon: { replicas: 1, autoscaling: undefined },
  });
}
