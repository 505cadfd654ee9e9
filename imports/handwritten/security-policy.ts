import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { PolicyTarget } from './backend-traffic-policy';

/** Who may use what lies behind a Gateway or route (Envoy Gateway). */
export interface SecurityPolicy {
  apiVersion: 'gateway.envoyproxy.io/v1alpha1';
  kind: 'SecurityPolicy';
  metadata: IObjectMeta;
  spec: SecurityPolicySpec;
  status?: unknown;
}

/** Fields we emit have a shape; of the others only the name is known, their content is not checked. */
export interface SecurityPolicySpec {
  targetRef?: PolicyTarget;
  targetRefs?: PolicyTarget[];
  targetSelectors?: unknown[];
  authorization?: Authorization;
  apiKeyAuth?: unknown;
  basicAuth?: unknown;
  cors?: unknown;
  extAuth?: unknown;
  jwt?: unknown;
  mergeType?: string;
  oidc?: unknown;
}

export interface Authorization {
  defaultAction?: 'Allow' | 'Deny';
  rules?: AuthorizationRule[];
}

export interface AuthorizationRule {
  name?: string;
  action: 'Allow' | 'Deny';
  principal?: { clientCIDRs?: string[]; headers?: unknown[]; jwt?: unknown };
  operation?: unknown;
}
