import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

/** What a rule of an HTTPRoute does beyond the Gateway API, once its `extensionRef` names it (Envoy Gateway). */
export interface HTTPRouteFilter {
  apiVersion: 'gateway.envoyproxy.io/v1alpha1';
  kind: 'HTTPRouteFilter';
  metadata: IObjectMeta;
  spec: {
    directResponse?: DirectResponse;
    credentialInjection?: unknown;
    urlRewrite?: unknown;
  };
}

/** An answer of the proxy itself. */
export interface DirectResponse {
  statusCode?: number;
  contentType?: string;
  body?: { type: 'Inline'; inline: string };
}
