import { type Data, type FieldPath, mapOf, numberOf, textOf } from './access';
import { placesAt } from './reference-field';

/** A Service, and the port of it, to which a route leads. */
export interface Backend {
  /** Where the Service is named. */
  readonly path: FieldPath;
  readonly service: string;
  /** Unset: the namespace of the route. */
  readonly namespace?: string;
  /** Undefined where the kind takes any. */
  readonly port?: number | string;
  readonly portPath: FieldPath;
}

/** Where routes name their backends; `ref` is the newer shape, with the port beside the name. */
const backends: Readonly<Record<string, readonly { readonly path: string; readonly shape: 'ingress' | 'ref' }[]>> = {
  'gateway.networking.k8s.io/GRPCRoute': routeBackends(),
  'gateway.networking.k8s.io/HTTPRoute': routeBackends(),
  'gateway.networking.k8s.io/TCPRoute': routeBackends(),
  'gateway.networking.k8s.io/TLSRoute': routeBackends(),
  'gateway.networking.k8s.io/UDPRoute': routeBackends(),
  'networking.k8s.io/Ingress': [
    { path: 'spec.defaultBackend.service', shape: 'ingress' },
    { path: 'spec.rules.*.http.paths.*.backend.service', shape: 'ingress' },
  ],
};

function routeBackends() {
  return ['spec.rules.*.backendRefs.*', 'spec.rules.*.filters.*.requestMirror.backendRef'].map((path) => ({
    path,
    shape: 'ref' as const,
  }));
}

/** The Services to which a route of this `<group>/<Kind>` leads. */
export function backendsOf(kind: string, object: Data): Backend[] {
  return (backends[kind] ?? []).flatMap(({ path, shape }) =>
    placesAt(object, path).flatMap(([place, value]) => backendAt(place, mapOf(value), shape) ?? []),
  );
}

function backendAt(path: FieldPath, value: Data, shape: 'ingress' | 'ref'): Backend | undefined {
  const service = textOf(value.name);
  if (service === undefined || (shape === 'ref' && !isService(value))) return undefined;
  if (shape === 'ref') {
    const namespace = textOf(value.namespace);
    return { path: [...path, 'name'], service, namespace, port: numberOf(value.port), portPath: [...path, 'port'] };
  }
  const { number, name } = mapOf(value.port);
  const field = number === undefined ? 'name' : 'number';
  const port = numberOf(number) ?? textOf(name);
  return { path: [...path, 'name'], service, port, portPath: [...path, 'port', field] };
}

function isService({ kind, group }: Data): boolean {
  return (kind === undefined || kind === 'Service') && (group === undefined || group === '');
}
