import { type Data, mapOf, mapsOf } from './access';

/*
 * Objects of older versions in the shape of today's, as the API server stores them. Sources: Kubernetes 1.21,
 * `pkg/apis/networking/v1beta1/conversion.go` and `pkg/apis/autoscaling/v1/conversion.go`.
 */

const shapes: ReadonlyMap<string, (object: Data) => Data> = new Map([
  ['extensions/v1beta1/Ingress', ingress],
  ['networking.k8s.io/v1beta1/Ingress', ingress],
  ['autoscaling/v1/HorizontalPodAutoscaler', autoscaler],
]);

/** An object as a newer version of its kind would have it; its `apiVersion` stays. */
export function inNewShape(object: Data): Data {
  const shape = shapes.get(`${String(object.apiVersion)}/${String(object.kind)}`);
  return shape ? shape(object) : object;
}

function ingress(object: Data): Data {
  const { backend, rules, ...spec } = mapOf(object.spec);
  const paths = (http: unknown) =>
    mapsOf(mapOf(http).paths).map(({ item }) => ({
      ...item,
      pathType: item.pathType ?? 'ImplementationSpecific',
      backend: backendOf(item.backend),
    }));
  const ownRules = mapsOf(rules).map(({ item }) =>
    item.http === undefined ? item : { ...item, http: { ...mapOf(item.http), paths: paths(item.http) } },
  );
  return {
    ...object,
    spec: {
      ...spec,
      ...(backend !== undefined && { defaultBackend: backendOf(backend) }),
      ...(ownRules.length > 0 && { rules: ownRules }),
    },
  };
}

function backendOf(backend: unknown): unknown {
  const { serviceName, servicePort, ...rest } = mapOf(backend);
  if (serviceName === undefined) return backend;
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort };
  return { ...rest, service: { name: serviceName, port } };
}

function autoscaler(object: Data): Data {
  const { targetCPUUtilizationPercentage: share, ...spec } = mapOf(object.spec);
  if (share === undefined) return object;
  const target = { type: 'Utilization', averageUtilization: share };
  return { ...object, spec: { ...spec, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } };
}
