import { load } from 'js-yaml';

type Any = Record<string, unknown>;

/** A small platform that refers to everything it can, and in which every reference leads somewhere. */
const objects = `
- { apiVersion: v1, kind: Namespace, metadata: { name: shop } }
- { apiVersion: v1, kind: Namespace, metadata: { name: data } }
- { apiVersion: v1, kind: Namespace, metadata: { name: watch } }
- { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: critical }, value: 1000 }
- apiVersion: v1
  kind: ConfigMap
  metadata: { name: settings, namespace: shop }
  data: { config.yaml: "upstream: http://web.shop.svc:8080", mode: fast }
- apiVersion: external-secrets.io/v1
  kind: SecretStore
  metadata: { name: store, namespace: shop }
  spec:
    provider:
      kubernetes:
        remoteNamespace: data
        auth: { serviceAccount: { name: reader } }
        server: { caProvider: { type: ConfigMap, name: kube-root-ca.crt, key: ca.crt } }
- { apiVersion: v1, kind: ServiceAccount, metadata: { name: reader, namespace: shop } }
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata: { name: read, namespace: data }
  rules: [{ apiGroups: [''], resources: [secrets], resourceNames: [master], verbs: [get] }]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: { name: read, namespace: data }
  roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: read }
  subjects: [{ kind: ServiceAccount, name: reader, namespace: shop }]
- apiVersion: generators.external-secrets.io/v1alpha1
  kind: Password
  metadata: { name: random, namespace: data }
  spec: { length: 32 }
- apiVersion: external-secrets.io/v1
  kind: ExternalSecret
  metadata: { name: master, namespace: data }
  spec:
    dataFrom:
      - sourceRef: { generatorRef: { apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: random } }
    target: { name: master, template: { data: { token: '{{ .password }}' } } }
- apiVersion: external-secrets.io/v1
  kind: ExternalSecret
  metadata: { name: login, namespace: shop }
  spec:
    secretStoreRef: { kind: SecretStore, name: store }
    data: [{ secretKey: word, remoteRef: { key: master, property: token } }]
    target:
      name: login
      template: { data: { dsn: 'postgres://web:{{ .word | urlquery }}@main-rw.data.svc.cluster.local:5432/web' } }
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web, namespace: shop }
  spec:
    template:
      metadata: { labels: { app: web } }
      spec:
        serviceAccountName: runner
        priorityClassName: critical
        topologySpreadConstraints: [{ topologyKey: zone, labelSelector: { matchLabels: { app: web } } }]
        securityContext: { seccompProfile: { type: Localhost, localhostProfile: operator/tight.json } }
        containers:
          - name: web
            args: [--config=/etc/web/config.yaml, --dsn=$(DSN)]
            ports: [{ name: http, containerPort: 8080 }]
            livenessProbe: { httpGet: { path: /, port: http } }
            env:
              - { name: DSN, valueFrom: { secretKeyRef: { name: login, key: dsn } } }
              - { name: MODE, valueFrom: { configMapKeyRef: { name: settings, key: mode } } }
              - { name: CACHE_URL, value: 'http://cache:6379' }
            volumeMounts:
              - { name: settings, mountPath: /etc/web }
              - { name: settings, mountPath: /etc/mode, subPath: mode }
              - { name: files, mountPath: /files }
        volumes:
          - { name: settings, configMap: { name: settings } }
          - { name: files, persistentVolumeClaim: { claimName: files } }
- { apiVersion: v1, kind: ServiceAccount, metadata: { name: runner, namespace: shop } }
- { apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: files, namespace: shop }, spec: {} }
- apiVersion: security-profiles-operator.x-k8s.io/v1beta1
  kind: SeccompProfile
  metadata: { name: tight }
- apiVersion: v1
  kind: Service
  metadata: { name: web, namespace: shop, labels: { app: web } }
  spec: { selector: { app: web }, ports: [{ name: http, port: 8080, targetPort: http }] }
- apiVersion: apps/v1
  kind: StatefulSet
  metadata: { name: cache, namespace: shop }
  spec:
    serviceName: cache
    template:
      metadata: { labels: { app: cache } }
      spec: { containers: [{ name: cache, ports: [{ name: redis, containerPort: 6379 }] }] }
- apiVersion: v1
  kind: Service
  metadata: { name: cache, namespace: shop }
  spec: { clusterIP: None, selector: { app: cache }, ports: [{ port: 6379 }] }
- apiVersion: v1
  kind: Service
  metadata: { name: cache-admin, namespace: shop }
  spec: { selector: { app: cache }, ports: [{ name: admin, port: 80, targetPort: 6379 }] }
- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata: { name: web, namespace: shop }
  spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
- apiVersion: policy/v1
  kind: PodDisruptionBudget
  metadata: { name: web, namespace: shop }
  spec: { selector: { matchLabels: { app: web } } }
- apiVersion: cert-manager.io/v1
  kind: Issuer
  metadata: { name: ca, namespace: shop }
  spec: { selfSigned: {} }
- apiVersion: cert-manager.io/v1
  kind: Certificate
  metadata: { name: web, namespace: shop }
  spec: { secretName: web-tls, issuerRef: { kind: Issuer, name: ca } }
- apiVersion: v1
  kind: ConfigMap
  metadata: { name: headers, namespace: shop }
  data: { X-Content-Type-Options: nosniff }
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: web
    namespace: shop
    annotations:
      nginx.ingress.kubernetes.io/custom-headers: shop/headers
  spec:
    tls: [{ secretName: web-tls }]
    rules: [{ http: { paths: [{ path: /shop, pathType: Prefix, backend: { service: { name: web, port: { number: 8080 } } } }] } }]
- apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
  metadata: { name: admin, namespace: shop }
  spec: { rules: [{ matches: [{ path: { type: PathPrefix, value: /admin } }], backendRefs: [{ name: cache-admin, port: 80 }] }] }
- apiVersion: gateway.envoyproxy.io/v1alpha1
  kind: SecurityPolicy
  metadata: { name: admin, namespace: shop }
  spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: admin }] }
- apiVersion: postgresql.cnpg.io/v1
  kind: Cluster
  metadata: { name: main, namespace: data }
  spec:
    plugins: [{ name: barman-cloud.cloudnative-pg.io, parameters: { barmanObjectName: backups } }]
    managed: { roles: [{ name: web, passwordSecret: { name: master } }] }
- apiVersion: barmancloud.cnpg.io/v1
  kind: ObjectStore
  metadata: { name: backups, namespace: data }
  spec: { configuration: { s3Credentials: { accessKeyId: { name: master, key: token } } } }
- apiVersion: postgresql.cnpg.io/v1
  kind: ScheduledBackup
  metadata: { name: nightly, namespace: data }
  spec: { cluster: { name: main } }
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: web, namespace: shop }
  spec:
    podSelector: { matchLabels: { app: web } }
    policyTypes: [Ingress, Egress]
    ingress:
      - from:
          - { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } } }
          - podSelector: { matchLabels: { prometheus: main } }
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: watch } }
          - podSelector: { matchLabels: { app: web } }
        ports: [{ port: http }]
    egress:
      - to: [{ podSelector: { matchLabels: { app: web } } }]
        ports: [{ port: 8080 }]
      - to: [{ podSelector: { matchLabels: { app: cache } } }]
        ports: [{ port: 6379 }]
      - to:
          - podSelector: { matchLabels: { cnpg.io/cluster: main } }
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: data } }
        ports: [{ port: 5432 }]
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: cache, namespace: shop }
  spec:
    podSelector: { matchLabels: { app: cache } }
    ingress:
      - from:
          - { podSelector: { matchLabels: { app: web } } }
          - { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } } }
        ports: [{ port: 6379 }]
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: main, namespace: data }
  spec:
    podSelector: { matchLabels: { cnpg.io/cluster: main } }
    ingress:
      - from:
          - podSelector: { matchLabels: { app: web } }
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }
        ports: [{ port: 5432 }]
- apiVersion: monitoring.coreos.com/v1
  kind: Prometheus
  metadata: { name: main, namespace: watch }
  spec:
    serviceMonitorSelector: { matchLabels: { team: shop } }
    podMonitorSelector: {}
    probeSelector: {}
    alerting: { alertmanagers: [{ name: alertmanager-operated, namespace: watch, port: web }] }
- apiVersion: monitoring.coreos.com/v1
  kind: Alertmanager
  metadata: { name: main, namespace: watch }
  spec: { alertmanagerConfiguration: { name: main } }
- apiVersion: monitoring.coreos.com/v1alpha1
  kind: AlertmanagerConfig
  metadata: { name: main, namespace: watch }
  spec: { route: { receiver: hook }, receivers: [{ name: hook, webhookConfigs: [{ urlSecret: { name: hook, key: url } }] }] }
- apiVersion: bitnami.com/v1alpha1
  kind: SealedSecret
  metadata: { name: hook, namespace: watch }
  spec: { encryptedData: { url: AgB0 } }
- apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: { name: web, namespace: watch, labels: { team: shop } }
  spec:
    namespaceSelector: { matchNames: [shop] }
    selector: { matchLabels: { app: web } }
    endpoints: [{ port: http }]
- apiVersion: monitoring.coreos.com/v1
  kind: PodMonitor
  metadata: { name: alertmanager, namespace: watch }
  spec: { selector: { matchLabels: { alertmanager: main } }, podMetricsEndpoints: [{ port: web }] }
- apiVersion: source.toolkit.fluxcd.io/v1
  kind: GitRepository
  metadata: { name: repo, namespace: flux-system }
  spec: {}
- apiVersion: kustomize.toolkit.fluxcd.io/v1
  kind: Kustomization
  metadata: { name: shop, namespace: flux-system }
  spec: { path: ./gitops/test, sourceRef: { kind: GitRepository, name: repo }, dependsOn: [{ name: data }] }
- apiVersion: kustomize.toolkit.fluxcd.io/v1
  kind: Kustomization
  metadata: { name: data, namespace: flux-system }
  spec: { path: ./gitops/test, sourceRef: { kind: GitRepository, name: repo } }
- apiVersion: argoproj.io/v1alpha1
  kind: AppProject
  metadata: { name: shop, namespace: argocd }
  spec:
    sourceRepos: [https://git.example/*]
    destinations: [{ server: '*', namespace: shop }, { server: '*', namespace: data }, { server: '*', namespace: watch }]
    clusterResourceWhitelist: [{ group: '*', kind: '*' }]
- apiVersion: argoproj.io/v1alpha1
  kind: Application
  metadata: { name: shop, namespace: argocd }
  spec:
    project: shop
    source: { path: gitops/test, repoURL: https://git.example/repo.git }
    destination: { server: https://kubernetes.default.svc, namespace: shop }
`;

/** A fresh copy of the platform. */
export function platform(): Any[] {
  return load(objects) as Any[];
}

/** An object of a platform. */
export function find(tree: readonly Any[], title: string): Any {
  const [kind, name] = title.split(' ');
  const found = tree.find((object) => object.kind === kind && (object.metadata as Any).name === name);
  if (!found) throw new Error(`no ${title}`);
  return found;
}

/** Replaces what a path leads to; undefined removes it. */
export function set(object: Any, path: string, value: unknown): void {
  const steps = path.split('.').map((step) => step.replaceAll('~', '.'));
  const last = steps.pop() ?? '';
  let here = object;
  for (const step of steps) {
    here[step] ??= {};
    here = here[step] as Any;
  }
  if (value === undefined) delete here[last];
  else here[last] = value;
}
