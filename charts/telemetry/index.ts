import type { Construct } from 'constructs';
import { dump } from 'js-yaml';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { digest } from '../constructs/digest';
import { secretVariables, variables } from '../constructs/env';
import { IntOrString, KubeConfigMap } from '../constructs/k8s';
import { resources } from '../constructs/quantities';
import { Server } from '../constructs/server';
import { configFiles, mounted } from '../constructs/volumes';
import { namespaceOf, ports } from '../places';
import { priorityClass } from '../priorities';
import { backendVariable, pullSecretOf } from '../secrets/consumers';
import { collectorConfig } from './collector-config';
import { addPodReader } from './pod-reader';

/** The OpenTelemetry Collector: takes OTLP from the platform's servers and passes it to the configured backends. */
export const telemetry: Component = {
  name: 'telemetry',
  source: 'charts/telemetry',
  after: ['secrets'],
  build: (scope, env) => new Telemetry(scope, env),
};

const name = 'otel-collector';
const configFolder = '/etc/otel-collector';

class Telemetry extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, telemetry.name, { environment: env.name, namespace: namespaceOf(env, 'telemetry') });
    const { image, replicas, backends } = env.telemetry;
    const data = { 'config.yaml': dump(collectorConfig(env), { lineWidth: -1, noRefs: true }) };
    new KubeConfigMap(this, 'config', { metadata: { name }, data });
    addPodReader(this, env, name);
    const { volumes, volumeMounts } = mounted(configFiles(name, configFolder));
    new Server(this, name, {
      user: 10001,
      serviceAccount: name,
      apiToken: true,
      priorityClass: priorityClass(env, 'standard'),
      pullSecret: pullSecretOf(env),
      configDigest: digest(data),
      replicas,
      ports: { otlp: ports.otlp, metrics: ports.collectorMetrics },
      containers: [
        {
          name,
          image,
          args: [`--config=${configFolder}/config.yaml`],
          env: [
            ...variables(env.telemetry.env),
            ...secretVariables(
              name,
              backends.map((backend) => backendVariable(backend.name)),
            ),
          ],
          resources: resources(env.telemetry.resources),
          volumeMounts,
          readinessProbe: { ...health, periodSeconds: 10 },
          livenessProbe: { ...health, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 3 },
        },
      ],
      // On SIGTERM the collector stops receiving and sends what waits in its queues.
      spec: { volumes, terminationGracePeriodSeconds: 60 },
    });
  }
}

/** Asked by the kubelet only, so the port is in no Service. */
const health = { httpGet: { path: '/', port: IntOrString.fromNumber(ports.collectorHealth) } };
