import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { ILocalObjectReference } from 'kubernetes-models/v1/LocalObjectReference';
import type { ISecretReference } from 'kubernetes-models/v1/SecretReference';

/** Which images the sigstore policy-controller admits, and whose signature they need. */
export interface ClusterImagePolicy {
  apiVersion: 'policy.sigstore.dev/v1beta1';
  kind: 'ClusterImagePolicy';
  metadata: IObjectMeta;
  spec: ClusterImagePolicySpec;
  status?: unknown;
}

/** Images by glob, and the authorities that vouch for them. */
export interface ClusterImagePolicySpec {
  images: { glob: string }[];
  authorities?: ImageAuthority[];
  match?: ImagePolicyMatch[];
  mode?: 'enforce' | 'warn';
  policy?: ImagePolicyRule;
}

/** A source of trust; an image passes when one authority of every matching policy accepts it. */
export interface ImageAuthority {
  // The webhook fills it in before validation, so it may be left out of a manifest.
  name?: string;
  key?: ImageKey;
  keyless?: ImageKeyless;
  static?: { action: 'fail' | 'pass'; message?: string };
  source?: ImageSignatureSource[];
  ctlog?: ImageTransparencyLog;
  attestations?: ImageAttestation[];
  rfc3161timestamp?: { trustRootRef?: string };
  signatureFormat?: 'bundle' | 'legacy';
}

/** A public key: inline, in a Secret, or in a KMS. */
export interface ImageKey {
  data?: string;
  hashAlgorithm?: string;
  kms?: string;
  secretRef?: ISecretReference;
}

/** Fulcio certificates and the identities they must carry. */
export interface ImageKeyless {
  identities: ImageIdentity[];
  url?: string;
  'ca-cert'?: ImageKey;
  insecureIgnoreSCT?: boolean;
  trustRootRef?: string;
}

/** Exact words or regular expressions, for issuer and subject each. */
export interface ImageIdentity {
  issuer?: string;
  issuerRegExp?: string;
  subject?: string;
  subjectRegExp?: string;
}

/** Another repository that holds the signatures. */
export interface ImageSignatureSource {
  oci?: string;
  signaturePullSecrets?: ILocalObjectReference[];
  tagPrefix?: string;
}

/** Written as `{}` it switches the transparency log off. */
export interface ImageTransparencyLog {
  trustRootRef?: string;
  url?: string;
}

/** A signed statement that must exist, and may have to satisfy a policy. */
export interface ImageAttestation {
  name: string;
  predicateType: string;
  policy?: ImagePolicyRule;
}

/** A CUE or Rego policy: inline, remote, or in a ConfigMap. */
export interface ImagePolicyRule {
  type: 'cue' | 'rego';
  data?: string;
  remote?: { url?: string; sha256sum?: string };
  configMapRef?: { name?: string; namespace?: string; key?: string };
  fetchConfigFile?: boolean;
  includeObjectMeta?: boolean;
  includeSpec?: boolean;
  includeTypeMeta?: boolean;
}

/** Resources that the policy is limited to. */
export interface ImagePolicyMatch {
  group?: string;
  resource?: string;
  version?: string;
  selector?: ILabelSelector;
}
