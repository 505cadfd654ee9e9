import { at, type Data, mapOf, mapsOf, textOf } from './access';
import type { PodPort } from './pod-ports';
import { type Labels, labelsIn } from './selector';

/** Pods that an operator runs for an object. */
export interface OperatedPods {
  readonly labels: Labels;
  readonly ports: readonly PodPort[];
}

/** A Service that an operator makes for an object. */
export interface OperatedService {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string | number }[];
}

interface Operated {
  readonly pods: OperatedPods;
  readonly services: readonly OperatedService[];
}

const tcp = (name: string, number: number): PodPort => ({ name, number, protocol: 'TCP' });

/** The prometheus-operator's servers. */
function server(kind: string, operated: string, number: number, others: readonly PodPort[]) {
  return (object: Data, name: string): Operated => {
    const spec = mapOf(object.spec);
    const label = operated.replace('-operated', '');
    const portName = textOf(spec.portName) ?? 'web';
    const own: Labels = {
      'app.kubernetes.io/name': kind,
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/managed-by': 'prometheus-operator',
      'app.kubernetes.io/version': null,
      'operator.prometheus.io/name': name,
      'operator.prometheus.io/shard': null,
      'operator.prometheus.io/mode': null,
      [label]: name,
    };
    return {
      pods: {
        labels: { ...own, ...labelsIn(mapOf(spec.podMetadata).labels) },
        ports: [tcp(portName, number), tcp('reloader-web', 8080), ...others],
      },
      services: [
        {
          name: textOf(spec.serviceName) ?? operated,
          selector: { 'app.kubernetes.io/name': kind },
          ports: [tcp(portName, number), ...others].map((port) => ({
            name: (port.name ?? '').replace(/^mesh-(.*)$/, '$1-mesh'),
            port: port.number,
            targetPort: port.number,
          })),
        },
      ],
    };
  };
}

/** CloudNativePG: one Service each for writing, reading and any. */
function database(object: Data, name: string): Operated {
  const spec = mapOf(object.spec);
  const services = mapOf(mapOf(spec.managed).services);
  const disabled = Array.isArray(services.disabledDefaultServices) ? services.disabledDefaultServices : [];
  const port = [{ name: 'postgres', port: 5432, targetPort: 5432 }];
  const selector = { 'cnpg.io/cluster': name };
  const extra = mapsOf(services.additional).flatMap(
    ({ item }) => textOf(at(item, ['serviceTemplate', 'metadata', 'name'])) ?? [],
  );
  const usual = ['rw', 'ro', 'r'].filter((sort) => !disabled.includes(sort)).map((sort) => `${name}-${sort}`);
  return {
    pods: {
      labels: {
        'cnpg.io/cluster': name,
        'cnpg.io/instanceName': null,
        'cnpg.io/instanceRole': null,
        'cnpg.io/jobRole': null,
        'cnpg.io/podRole': null,
        role: null,
        'app.kubernetes.io/name': null,
        'app.kubernetes.io/instance': null,
        'app.kubernetes.io/component': null,
        'app.kubernetes.io/managed-by': null,
        'app.kubernetes.io/version': null,
        ...labelsIn(mapOf(spec.inheritedMetadata).labels),
      },
      ports: [tcp('postgresql', 5432), tcp('metrics', 9187), tcp('status', 8000)],
    },
    services: [...usual, ...extra].map((service) => ({ name: service, selector, ports: port })),
  };
}

function pooler(_: Data, name: string): Operated {
  return {
    pods: {
      labels: { 'cnpg.io/poolerName': name, 'cnpg.io/cluster': null, 'cnpg.io/podRole': 'pooler' },
      ports: [tcp('pgbouncer', 5432), tcp('metrics', 9127)],
    },
    services: [
      {
        name,
        selector: { 'cnpg.io/poolerName': name },
        ports: [{ name: 'pgbouncer', port: 5432, targetPort: 'pgbouncer' }],
      },
    ],
  };
}

const mesh: readonly PodPort[] = [
  { name: 'mesh-tcp', number: 9094, protocol: 'TCP' },
  { name: 'mesh-udp', number: 9094, protocol: 'UDP' },
];

const operators: Readonly<Record<string, (object: Data, name: string) => Operated>> = {
  'monitoring.coreos.com/Alertmanager': server('alertmanager', 'alertmanager-operated', 9093, mesh),
  'monitoring.coreos.com/Prometheus': server('prometheus', 'prometheus-operated', 9090, []),
  'monitoring.coreos.com/PrometheusAgent': server('prometheus-agent', 'prometheus-agent-operated', 9090, []),
  'monitoring.coreos.com/ThanosRuler': server('thanos-ruler', 'thanos-ruler-operated', 10902, [tcp('grpc', 10901)]),
  'postgresql.cnpg.io/Cluster': database,
  'postgresql.cnpg.io/Pooler': pooler,
};

/** The pods and Services that an operator runs for an object; undefined for all others. */
export function operatedBy(kind: string, object: Data): Operated | undefined {
  return operators[kind]?.(object, textOf(mapOf(object.metadata).name) ?? '');
}
