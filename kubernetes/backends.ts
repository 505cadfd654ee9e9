import { type Data, type FieldPath, mapOf, numberOf, textOf } from './access';
import { recordOf } from './kinds';
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

/** The Services to which a route of this `<group>/<Kind>` leads. */
export function backendsOf(kind: string, object: Data): Backend[] {
  return (recordOf(kind).backends ?? []).flatMap(({ path, shape }) =>
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
