import { type Data, mapOf, mapsOf } from '../../../kubernetes/access';

/** What the API server writes where nothing is written (pkg/apis/apps/v1/defaults.go and core/v1/defaults.go). */
export function withDefaults(object: Data): Data {
  const spec = mapOf(object.spec);
  if (object.kind === 'Deployment') {
    const template = mapOf(spec.template);
    const own = { ...template, spec: podSpec(mapOf(template.spec)) };
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };
    const all = { progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10, strategy };
    return { ...object, spec: { ...all, ...spec, template: own } };
  }
  if (object.kind !== 'Service') return object;
  const ports = mapsOf(spec.ports).map(({ item }) => ({ protocol: 'TCP', targetPort: item.port, ...item }));
  const all = { clusterIP: '10.0.0.7', clusterIPs: ['10.0.0.7'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  const others = { internalTrafficPolicy: 'Cluster', sessionAffinity: 'None', type: 'ClusterIP' };
  return { ...object, spec: { ...all, ...others, ...spec, ports } };
}

function podSpec(spec: Data): Data {
  const containers = mapsOf(spec.containers).map(({ item }) => ({
    imagePullPolicy: 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...item,
  }));
  const all = { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' };
  return { ...all, securityContext: {}, terminationGracePeriodSeconds: 30, ...spec, containers };
}
