import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Certificate } from '../../imports';
import type { Environment } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { digest } from '../constructs/digest';
import { KubeConfigMap, KubeIngress } from '../constructs/k8s';
import type { PublicRoute } from '.';

/**
 * An Ingress for ingress-nginx. Limits and timeouts are annotations, so each set of limits is an Ingress of its
 * own; the controller merges Ingresses of one host.
 */
export function addIngress(scope: Construct, env: Environment, route: PublicRoute): void {
  const secretName = `${route.name}-tls`;
  const tls = route.certificateFor ? [{ hosts: [route.certificateFor], secretName }] : undefined;
  if (route.certificateFor) addCertificate(scope, env, secretName, route.certificateFor);
  new KubeIngress(scope, `ingress-${route.name}`, {
    metadata: {
      name: route.name,
      annotations: {
        ...annotations(env, route),
        ...responseHeaders(scope, env, route),
      },
    },
    spec: {
      ingressClassName: env.route.ingressClass,
      tls,
      rules: route.hosts.map((host) => ({
        host,
        http: {
          paths: route.paths.map(({ path, exact }) => ({
            path,
            pathType: exact ? 'Exact' : 'Prefix',
            backend: { service: { name: route.service, port: { number: route.port } } },
          })),
        },
      })),
    },
  });
}

const prefix = 'nginx.ingress.kubernetes.io';

/** Annotation values of ingress-nginx are strings; seconds carry no unit. */
function annotations(env: Environment, route: PublicRoute): Record<string, string> {
  const seconds = String(env.route.timeoutSeconds);
  return {
    // Hosts share certificates across namespaces, so an Ingress without one of its own still has to redirect.
    [`${prefix}/force-ssl-redirect`]: 'true',
    [`${prefix}/proxy-read-timeout`]: seconds,
    [`${prefix}/proxy-send-timeout`]: seconds,
    ...(route.requestsPerMinute && { [`${prefix}/limit-rpm`]: String(route.requestsPerMinute) }),
    ...(route.allowedCidrs?.length && { [`${prefix}/allowlist-source-range`]: route.allowedCidrs.join(',') }),
  };
}

/**
 * Headers stand in a ConfigMap, which the controller reads only when the Ingress changes: hence its digest
 * (ingress-nginx, internal/ingress/annotations/customheaders and pull request 11709).
 */
function responseHeaders(scope: Construct, env: Environment, route: PublicRoute): Record<string, string> {
  const data = route.responseHeaders ?? {};
  if (!env.route.customHeaders || Object.keys(data).length === 0) return {};
  const name = `${route.name}-headers`;
  new KubeConfigMap(scope, `headers-${route.name}`, { metadata: { name }, data });
  return {
    [`${prefix}/custom-headers`]: `${Chart.of(scope).namespace}/${name}`,
    'bkg.dev/config-digest': digest(data),
  };
}

function addCertificate(scope: Construct, env: Environment, secretName: string, host: string): void {
  const issuer = env.route.issuer;
  if (!issuer || env.route.certificates !== 'cert-manager') return;
  customResource<Certificate>(scope, `certificate-${host}`, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: secretName },
    spec: {
      secretName,
      dnsNames: [host],
      issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    },
  });
}
