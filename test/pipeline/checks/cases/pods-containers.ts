import { type Cases, fails, failsLater } from './case';
import { app, box, init, pod } from './pod';

const at = (field: string) => `spec.containers.0.${field}`;
const digest = 'sha256:' + 'ab'.repeat(32);
const running = { restartPolicy: 'Always' };

export const containerCases: Cases = {
  failing: [
    fails('value/containers-missing', 'spec', pod({ containers: [] })),
    fails('value/container-name', at('name'), box({ name: 'web_app' })),
    fails('value/container-name', at('name'), box({ name: '' })),
    fails('value/container-name', at('name'), box({ name: 'a'.repeat(64) })),
    fails('value/container-twice', 'spec.containers.1.name', pod({ containers: [app(), app()] })),
    fails('value/container-twice', 'spec.containers.0.name', init({ name: 'app' })),
    fails('value/image-missing', at('image'), box({ image: '' })),
    fails('value/image-missing', 'spec.containers.0', pod({ containers: [{ name: 'app' }] })),
    fails('value/image-missing', at('image'), box({ image: ' nginx' })),
    failsLater('value/image-reference', at('image'), box({ image: 'nginx:1.29:latest' })),
    failsLater('value/image-reference', at('image'), box({ image: 'Nginx' })),
    failsLater('value/image-reference', at('image'), box({ image: 'nginx@sha256:abc' })),
    failsLater('value/image-reference', at('image'), box({ image: 'https://example.com/nginx' })),
    failsLater('value/image-reference', at('image'), box({ image: 'nginx latest' })),
    fails('value/container-policy', at('imagePullPolicy'), box({ imagePullPolicy: 'Sometimes' })),
    fails('value/container-policy', at('terminationMessagePolicy'), box({ terminationMessagePolicy: 'Log' })),
    fails(
      'value/ephemeral-container',
      'spec.ephemeralContainers',
      pod({ ephemeralContainers: [app({ name: 'debug' })] }),
    ),
    fails('value/container-restart', 'spec.initContainers.0.restartPolicy', init({ restartPolicy: 'Sometimes' })),
    fails('value/container-restart', at('restartPolicy'), box({ restartPolicy: 'Sometimes' })),
    fails(
      'value/container-restart',
      'spec.containers.0',
      box({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] }),
    ),
    fails(
      'value/container-restart',
      at('restartPolicyRules.0.exitCodes.operator'),
      box({
        restartPolicy: 'Never',
        restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'Is', values: [1] } }],
      }),
    ),
    fails(
      'value/container-restart',
      at('restartPolicyRules.0'),
      box({ restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart' }] }),
    ),
    fails(
      'value/resize-policy',
      at('resizePolicy.0.resourceName'),
      box({ resizePolicy: [{ resourceName: 'disk', restartPolicy: 'NotRequired' }] }),
    ),
    fails(
      'value/resize-policy',
      at('resizePolicy.0.restartPolicy'),
      pod({
        restartPolicy: 'Never',
        containers: [app({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] })],
      }),
    ),
    fails(
      'value/resize-policy',
      'spec.initContainers.0.resizePolicy.0.restartPolicy',
      init({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }),
    ),
  ],
  passing: [
    pod(),
    pod({ containers: [app(), app({ name: 'b' })], initContainers: [app({ name: 'c' })] }),
    box({ name: '0', image: `registry.example.com:5000/a/b_c/d--e:v1.0_x@${digest}` }),
    box({ image: 'localhost/a' }),
    box({ image: 'MyRegistry/a:1' }),
    box({ image: `a@${digest}`, imagePullPolicy: 'Never', terminationMessagePolicy: 'FallbackToLogsOnError' }),
    init({
      ...running,
      livenessProbe: { tcpSocket: { port: 80 } },
      lifecycle: { preStop: { exec: { command: ['a'] } } },
    }),
    box({
      restartPolicy: 'OnFailure',
      restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }],
    }),
    box({
      resizePolicy: [
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
        { resourceName: 'memory', restartPolicy: 'RestartContainer' },
      ],
    }),
  ],
};

const port = (fields: object) => box({ ports: [{ containerPort: 80, ...fields }] });

export const portCases: Cases = {
  failing: [
    fails('value/port-number', at('ports.0.containerPort'), port({ containerPort: 0 })),
    fails('value/port-number', at('ports.0.containerPort'), port({ containerPort: 65536 })),
    fails('value/port-number', at('ports.0.hostPort'), port({ hostPort: 70000 })),
    fails('value/port-number', at('ports.0.protocol'), port({ protocol: 'http' })),
    fails('value/port-name', at('ports.0.name'), port({ name: 'HTTP' })),
    fails('value/port-name', at('ports.0.name'), port({ name: '80' })),
    fails('value/port-name', at('ports.0.name'), port({ name: 'a--b' })),
    fails('value/port-name', at('ports.0.name'), port({ name: '-a' })),
    fails('value/port-name', at('ports.0.name'), port({ name: 'a'.repeat(16) })),
    fails(
      'value/port-name',
      at('ports.1.name'),
      box({
        ports: [
          { containerPort: 80, name: 'a' },
          { containerPort: 81, name: 'a' },
        ],
      }),
    ),
    fails('value/port-twice', at('ports.1'), box({ ports: [{ containerPort: 80 }, { containerPort: 80, name: 'b' }] })),
    fails(
      'value/host-port-twice',
      'spec.containers.1.ports.0',
      pod({
        containers: [
          app({ ports: [{ containerPort: 80, hostPort: 80 }] }),
          app({ name: 'b', ports: [{ containerPort: 81, hostPort: 80 }] }),
        ],
      }),
    ),
    fails(
      'value/host-port-twice',
      'spec.containers.1.ports.0',
      pod({
        hostNetwork: true,
        containers: [app({ ports: [{ containerPort: 80 }] }), app({ name: 'b', ports: [{ containerPort: 80 }] })],
      }),
    ),
    fails(
      'value/host-network-port',
      at('ports.0.hostPort'),
      pod({ hostNetwork: true, containers: [app({ ports: [{ containerPort: 80, hostPort: 8080 }] })] }),
    ),
  ],
  passing: [
    box({
      ports: [
        { containerPort: 80, name: 'http' },
        { containerPort: 80, protocol: 'UDP', name: 'quic' },
        { containerPort: 81, name: 'a-1' },
      ],
    }),
    box({
      ports: [
        { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' },
        { containerPort: 81, hostPort: 80, hostIP: '10.0.0.2' },
      ],
    }),
    pod({
      containers: [
        app({ ports: [{ containerPort: 80, name: 'a' }] }),
        app({ name: 'b', ports: [{ containerPort: 80, name: 'a' }] }),
      ],
    }),
    pod({
      hostNetwork: true,
      containers: [app({ ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 81 }] })],
    }),
  ],
};

const env = (...env: object[]) => box({ env });
const from = (valueFrom: object, fields: object = {}) => env({ name: 'A', valueFrom, ...fields });
const key = { configMapKeyRef: { name: 'a', key: 'b' } };

export const envCases: Cases = {
  failing: [
    fails('value/env-name', at('env.0.name'), env({ name: 'A=B', value: 'x' })),
    fails('value/env-name', at('env.0.name'), env({ name: '', value: 'x' })),
    fails('value/env-name', at('env.0.name'), env({ name: 'Ä', value: 'x' })),
    fails('value/env-name', at('envFrom.0.prefix'), box({ envFrom: [{ prefix: 'a=', secretRef: { name: 'a' } }] })),
    fails('value/env-twice', at('env.1'), env({ name: 'A', value: 'x' }, { name: 'A', value: 'y' })),
    fails('value/env-source', at('env.0.valueFrom'), from(key, { value: 'x' })),
    fails('value/env-source', at('env.0.valueFrom'), from({})),
    fails(
      'value/env-source',
      at('env.0.valueFrom.secretKeyRef'),
      from({ ...key, secretKeyRef: { name: 'a', key: 'b' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.configMapKeyRef.name'),
      from({ configMapKeyRef: { name: 'A_B', key: 'b' } }),
    ),
    fails('value/env-reference', at('env.0.valueFrom.secretKeyRef'), from({ secretKeyRef: { key: 'b' } })),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.secretKeyRef.key'),
      from({ secretKeyRef: { name: 'a', key: 'a b' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.secretKeyRef.key'),
      from({ secretKeyRef: { name: 'a', key: '' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.fieldRef.fieldPath'),
      from({ fieldRef: { fieldPath: 'spec.replicas' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.fieldRef.fieldPath'),
      from({ fieldRef: { fieldPath: 'metadata.labels' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.fieldRef.fieldPath'),
      from({ fieldRef: { fieldPath: "metadata.labels['a b']" } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.fieldRef.fieldPath'),
      from({ fieldRef: { fieldPath: "spec.nodeName['a']" } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.fieldRef.apiVersion'),
      from({ fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.resourceFieldRef.resource'),
      from({ resourceFieldRef: { resource: 'cpu' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.resourceFieldRef.divisor'),
      from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '10m' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.resourceFieldRef.divisor'),
      from({ resourceFieldRef: { resource: 'limits.memory', divisor: '10Mi' } }),
    ),
    fails(
      'value/env-reference',
      at('env.0.valueFrom.fileKeyRef.path'),
      pod({
        volumes: [{ name: 'v', emptyDir: {} }],
        containers: [
          app({ env: [{ name: 'A', valueFrom: { fileKeyRef: { key: 'A', volumeName: 'v', path: '../a' } } }] }),
        ],
      }),
    ),
    fails('value/env-from', at('envFrom.0'), box({ envFrom: [{ prefix: 'A_' }] })),
    fails(
      'value/env-from',
      at('envFrom.0'),
      box({ envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'a' } }] }),
    ),
    fails('value/env-from', at('envFrom.0.secretRef'), box({ envFrom: [{ secretRef: {} }] })),
    fails('value/env-from', at('envFrom.0.secretRef.name'), box({ envFrom: [{ secretRef: { name: 'A' } }] })),
  ],
  passing: [
    env({ name: 'A' }, { name: 'B', value: '' }, { name: 'c-d.e', value: 'x' }, { name: '1 A', value: 'x' }),
    from(key, { value: '' }),
    from({ fieldRef: { fieldPath: 'status.hostIPs' } }),
    from({ fieldRef: { fieldPath: "metadata.annotations['Example.com/A']" } }),
    from({ fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['app.kubernetes.io/name']" } }),
    from({ resourceFieldRef: { resource: 'limits.hugepages-2Mi', divisor: '1Mi' } }),
    from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } }),
    from({ resourceFieldRef: { resource: 'limits.memory', divisor: 0 } }),
    from({ secretKeyRef: { name: 'a.b', key: '..a'.slice(1), optional: true } }),
    box({ envFrom: [{ prefix: 'A_', configMapRef: { name: 'a' } }, { secretRef: { name: 'a', optional: true } }] }),
    pod({
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [
        app({ env: [{ name: 'A', valueFrom: { fileKeyRef: { key: 'A', volumeName: 'v', path: 'a/b' } } }] }),
      ],
    }),
  ],
};
