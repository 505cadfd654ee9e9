import { finding, type Rule } from './rule';

/** What the certificates of public hosts need. */
export const certificateRules: readonly Rule[] = [
  ({ route: { kind, certificates, issuer } }) =>
    kind === 'ingress' && certificates === 'cert-manager' && !issuer
      ? [
          finding(
            'route.issuer',
            'missing-field',
            'is missing; route.kind: ingress needs it, unless route.certificates is store',
          ),
        ]
      : [],
];
