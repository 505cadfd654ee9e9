import type { Rung } from '../../settings/facts/isolation-ladder';
import type { Environment } from '../../settings/types';
import { authority } from './authority';
import { environment } from './environments';
import { rolloutStep } from './rollout';

/**
 * What no committed environment uses; what they use is reviewed in `gitops/`. Each variant shows the folders that it
 * changes, and nothing else.
 */
export const variants = {
  'kernel-embedded': {
    env: environment('production', {
      kernel: { topology: 'embedded' },
      daemon: { replicas: 1, autoscaling: undefined },
    }),
    folders: ['cave-kernel', 'cave-daemon'],
  },
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
  'daemon-tls': {
    env: environment('production', { daemon: { tls: true, jwtSecret: false } }),
    folders: ['cave-daemon'],
  },
  'rollout-one': { env: rolloutStep('one'), folders: ['cave-daemon'] },
  'rollout-beside': { env: rolloutStep('beside'), folders: ['cave-daemon'] },
  'rollout-shadow': { env: rolloutStep('shadow'), folders: ['cave-daemon'] },
  'rollout-ready': { env: rolloutStep('ready'), folders: ['cave-daemon'] },
  'rollout-switched': { env: rolloutStep('switched'), folders: ['cave-daemon'] },
  'rollout-ingress': { env: rolloutStep('switched', 'dev'), folders: ['cave-daemon'] },
  'rollout-other': { env: rolloutStep('other'), folders: ['cave-daemon'] },
  'image-verification': {
    env: environment('production', {
      cluster: { operators: [...environment('production').cluster.operators, 'policy-controller'] },
      imageVerification: {
        publicKey: '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n',
        images: ['registry.bkg.example/bkg/**'],
        mode: 'enforce',
        transparencyLog: 'https://rekor.sigstore.dev',
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
