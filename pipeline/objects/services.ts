import { type Data, type FieldPath, mapOf, mapsOf, numberOf, textOf } from '../../kubernetes/access';
import type { OperatedService } from '../../kubernetes/kinds/kind';
import { type PodPort, protocolOf } from '../../kubernetes/pod-ports';
import type { Manifest } from './manifest';
import { nameOf, namespaceOf } from './names';

export interface ServicePort {
  /** Where it stands, when the Service is in the tree. */
  readonly path: FieldPath;
  readonly name?: string;
  readonly number: number;
  readonly target: number | string;
  /** Whether `target` is written, and not the port itself. */
  readonly explicit: boolean;
  readonly protocol: string;
}

/** A Service, in the tree or made by an operator. */
export interface Service {
  /** The Service, or the object that it is made for. */
  readonly manifest: Manifest;
  readonly made: boolean;
  readonly namespace: string;
  readonly name: string;
  /** Undefined when somebody else names its addresses. */
  readonly selector?: Data;
  readonly ports: readonly ServicePort[];
  /** Clients reach the ports of pods directly. */
  readonly headless: boolean;
}

/** A Service of the tree. */
export function serviceOf(manifest: Manifest): Service {
  const spec = mapOf(manifest.object.spec);
  const selects = spec.type !== 'ExternalName' && Object.keys(mapOf(spec.selector)).length > 0;
  return {
    manifest,
    made: false,
    namespace: namespaceOf(manifest),
    name: nameOf(manifest),
    selector: selects ? mapOf(spec.selector) : undefined,
    ports: mapsOf(spec.ports).flatMap(({ item, index }) => portOf(item, ['spec', 'ports', index])),
    headless: spec.clusterIP === 'None' || spec.type === 'ExternalName',
  };
}

function portOf(item: Data, path: FieldPath): ServicePort[] {
  const number = numberOf(item.port);
  if (number === undefined) return [];
  const target = numberOf(item.targetPort) ?? textOf(item.targetPort) ?? number;
  const explicit = item.targetPort !== undefined;
  return [{ path, name: textOf(item.name), number, target, explicit, protocol: protocolOf(item.protocol) }];
}

/** A Service that an operator makes for an object. */
export function madeService(manifest: Manifest, { name, selector, ports }: OperatedService): Service {
  return {
    manifest,
    made: true,
    namespace: namespaceOf(manifest),
    name,
    selector,
    ports: ports.map(({ name: portName, port, targetPort }) => {
      return { path: [], name: portName, number: port, target: targetPort, explicit: true, protocol: 'TCP' };
    }),
    headless: false,
  };
}

/** The port of a pod behind the port of a Service; endpoints want name and protocol to fit. */
export function behind({ target, protocol }: ServicePort, ports: readonly PodPort[]): number | undefined {
  if (typeof target === 'number') return target;
  return ports.find((port) => port.name === target && port.protocol === protocol)?.number;
}
