import type { Data } from '../../../kubernetes/access';

const labels = { 'app.kubernetes.io/name': 'web' };

/** An object of a kind in the namespace of the tests; what is given is laid over it. */
export function object(apiVersion: string, kind: string, name: string, fields: Data = {}, namespace = 'shop'): Data {
  return { apiVersion, kind, metadata: { name, ...(namespace !== '' && { namespace }) }, ...fields };
}

/** A copy with other values at dotted paths; undefined takes a field away. */
export function changed(original: Data, fields: Data): Data {
  // Not structuredClone, which keeps what is shared shared: a selector would change with the labels of the pods.
  const copy = JSON.parse(JSON.stringify(original)) as Data;
  for (const [path, value] of Object.entries(fields)) {
    const steps = path.match(/(?<=\[)[^\]]+|[^.[\]]+/g) ?? [];
    let here = copy as Record<string, unknown>;
    for (const step of steps.slice(0, -1)) {
      here[step] ??= {};
      here = here[step] as Record<string, unknown>;
    }
    const last = steps.at(-1) ?? '';
    if (value === undefined) delete here[last];
    else here[last] = value;
  }
  return copy;
}

const container = {
  name: 'web',
  image: 'registry.example/web:1.0.0',
  ports: [{ containerPort: 8080, name: 'http' }],
  env: [
    { name: 'LEVEL', value: 'info' },
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'web', key: 'MODE' } } },
  ],
  resources: { limits: { cpu: '1', memory: '1Gi' } },
};
const template = { metadata: { labels }, spec: { containers: [container] } };

export const deployment = object('apps/v1', 'Deployment', 'web', {
  spec: { replicas: 3, selector: { matchLabels: labels }, template },
});

export const daemonSet = object('apps/v1', 'DaemonSet', 'agent', {
  spec: { selector: { matchLabels: labels }, template },
});

export const statefulSet = object('apps/v1', 'StatefulSet', 'db', {
  spec: {
    replicas: 1,
    serviceName: 'db',
    selector: { matchLabels: { app: 'db' } },
    template: {
      metadata: { labels: { app: 'db' } },
      spec: { containers: [{ name: 'postgres', image: 'postgres:17.2' }] },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
      },
    ],
  },
});

export const job = object('batch/v1', 'Job', 'migrate-0a1b2c3d4e', {
  spec: {
    backoffLimit: 4,
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'migrate', image: 'registry.example/migrate:1.0.0' }] },
    },
  },
});

export const cronJob = object('batch/v1', 'CronJob', 'backup', {
  spec: {
    schedule: '0 3 * * *',
    jobTemplate: {
      spec: {
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'backup', image: 'registry.example/b:1' }] } },
      },
    },
  },
});

export const configMap = object('v1', 'ConfigMap', 'web', { data: { MODE: 'fast', 'app.yaml': 'a: 1\nb: 2\nc: 3\n' } });

export const secret = object('v1', 'Secret', 'login', { data: { password: 'aHVudGVyMg==' } });

export const externalSecret = object('external-secrets.io/v1', 'ExternalSecret', 'login', {
  spec: {
    refreshInterval: '1h',
    secretStoreRef: { name: 'vault' },
    data: [{ secretKey: 'password', remoteRef: { key: 'shop/login', property: 'password' } }],
  },
});

export const service = object('v1', 'Service', 'web', {
  spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});

export const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', {
  spec: {
    parentRefs: [{ name: 'public', namespace: 'gateways' }],
    hostnames: ['shop.example'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/api' } }],
        backendRefs: [{ name: 'web', port: 80 }],
      },
    ],
  },
});

export const ingress = object('networking.k8s.io/v1', 'Ingress', 'web', {
  spec: {
    rules: [
      {
        host: 'shop.example',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
        },
      },
    ],
  },
});

export const networkPolicy = object('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
  spec: {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'proxy' } } }], ports: [{ port: 8080 }] }],
  },
});

export const role = object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
  rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
});

export const roleBinding = object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'reader', {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
  subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
});

export const namespace = object(
  'v1',
  'Namespace',
  'shop',
  { metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
  '',
);

export const claim = object('v1', 'PersistentVolumeClaim', 'uploads', {
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, storageClassName: 'ssd' },
});

export const budget = object('policy/v1', 'PodDisruptionBudget', 'web', {
  spec: { minAvailable: 2, selector: { matchLabels: labels } },
});

export const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  },
});

export const database = object('postgresql.cnpg.io/v1', 'Cluster', 'main', {
  spec: {
    instances: 3,
    imageName: 'ghcr.io/cloudnative-pg/postgresql:17.2',
    storage: { size: '50Gi' },
    postgresql: { parameters: { max_connections: '100', work_mem: '8MB' } },
  },
});

export const objectStore = object('barmancloud.cnpg.io/v1', 'ObjectStore', 'backups', {
  spec: { configuration: { destinationPath: 's3://backups/' } },
});

export const definition = object(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'rates.shop.example',
  {
    spec: {
      group: 'shop.example',
      scope: 'Namespaced',
      names: { kind: 'Rate', plural: 'rates' },
      versions: [
        { name: 'v1', served: true, storage: true },
        { name: 'v1beta1', served: true, storage: false },
      ],
    },
  },
  '',
);

export const storageClass = object(
  'storage.k8s.io/v1',
  'StorageClass',
  'ssd',
  { provisioner: 'csi.example', parameters: { type: 'ssd' } },
  '',
);
export const priorityClass = object('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000 }, '');
export const runtimeClass = object('node.k8s.io/v1', 'RuntimeClass', 'gvisor', { handler: 'runsc' }, '');
export const ingressClass = object(
  'networking.k8s.io/v1',
  'IngressClass',
  'nginx',
  { spec: { controller: 'k8s.io/ingress-nginx' } },
  '',
);
export const volume = object(
  'v1',
  'PersistentVolume',
  'uploads',
  { spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], nfs: { server: 'a.example', path: '/x' } } },
  '',
);
export const quota = object('v1', 'ResourceQuota', 'shop', { spec: { hard: { 'limits.memory': '8Gi', pods: '10' } } });

export const alerts = object('monitoring.coreos.com/v1', 'PrometheusRule', 'web', {
  spec: { groups: [{ name: 'web', rules: [{ alert: 'WebDown', expr: 'up == 0' }] }] },
});

export const protection = object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'web', {
  spec: {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' }],
    authorization: { defaultAction: 'Deny' },
  },
});

export const account = object('v1', 'ServiceAccount', 'web', { automountServiceAccountToken: false });

/** An Application that reads the whole environment; what is given is laid over its policy. */
export function application(syncPolicy: Data = { automated: { prune: true } }): Data {
  return object(
    'argoproj.io/v1alpha1',
    'Application',
    'production',
    { spec: { project: 'default', source: { path: 'gitops/production', targetRevision: 'main' }, syncPolicy } },
    'argocd',
  );
}

/** A Kustomization that reads one component. */
export function kustomization(component: string, spec: Data = { prune: true }): Data {
  return object(
    'kustomize.toolkit.fluxcd.io/v1',
    'Kustomization',
    `production-${component}`,
    { spec: { path: `./gitops/production/${component}`, ...spec } },
    'flux-system',
  );
}

/** The same object with annotations. */
export function annotated(original: Data, annotations: Data): Data {
  const metadata = original.metadata as Data;
  return { ...original, metadata: { ...metadata, annotations: { ...(metadata.annotations as Data), ...annotations } } };
}
