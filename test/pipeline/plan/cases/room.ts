import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { changed } from '../objects';
import type { PlanCase } from '../planning';

const quota = (hard: Data) => o.object('v1', 'ResourceQuota', 'shop', { spec: { hard } });
const range = (limit: Data) => o.object('v1', 'LimitRange', 'shop', { spec: { limits: [limit] } });
const wide = changed(o.namespace, { 'metadata.labels': undefined });

/** Quotas, limit ranges and levels of namespaces, and the pods that break them. */
export const room: readonly PlanCase[] = [
  {
    name: 'a quota that falls below what runs',
    before: [o.deployment, quota({ pods: '10' })],
    after: [o.deployment, quota({ pods: '2' })],
    plan: [
      'change ResourceQuota shop/shop: disruptive',
      '  pods: 2 is less than the 3 needed by Deployment "web": pods are refused',
      '  pods: at most 2 instead of 10; what runs stays, new pods beyond it are refused',
      '  spec.hard.pods: "10" → "2"',
    ],
  },
  {
    name: 'a quota that stays above what runs',
    before: [o.deployment, quota({ pods: '10' })],
    after: [o.deployment, quota({ pods: '4' })],
    plan: [
      'change ResourceQuota shop/shop: safe',
      '  pods: at most 4 instead of 10; what runs stays, new pods beyond it are refused',
      '  spec.hard.pods: "10" → "4"',
    ],
  },
  {
    name: 'a new quota below what runs',
    before: [o.deployment],
    after: [o.deployment, quota({ pods: '2' })],
    plan: [
      'add ResourceQuota shop/shop: disruptive',
      '  pods: 2 is less than the 3 needed by Deployment "web": pods are refused',
    ],
  },
  {
    name: 'more pods than a quota allows',
    before: [o.deployment, quota({ pods: '4' })],
    after: [changed(o.deployment, { 'spec.replicas': 5 }), quota({ pods: '4' })],
    plan: [
      'change Deployment shop/web: disruptive',
      '  ResourceQuota "shop": pods: 4 is less than the 5 needed by Deployment "web": pods are refused',
      '  2 pods more: 5 instead of 3',
      '  spec.replicas: 3 → 5',
    ],
  },
  {
    name: 'larger pods than a quota allows',
    before: [o.deployment, quota({ 'limits.memory': '4Gi' })],
    after: [
      changed(o.deployment, { 'spec.template.spec.containers.0.resources.limits.memory': '2Gi' }),
      quota({ 'limits.memory': '4Gi' }),
    ],
    plan: [
      'change Deployment shop/web: disruptive',
      '  ResourceQuota "shop": limits.memory: 4Gi is less than the 6144Mi needed by Deployment "web": pods are refused',
      '  its 3 pods restart, one group after another: resources of container web',
      '  spec.template.spec.containers[web].resources.limits.memory: "1Gi" → "2Gi"',
      'restart Deployment shop/web, 3: resources of container web',
    ],
  },
  {
    name: 'a quota of what containers say nothing about',
    before: [o.statefulSet],
    after: [o.statefulSet, quota({ 'requests.cpu': '4' })],
    plan: [
      'add ResourceQuota shop/shop: disruptive',
      '  StatefulSet "db" says nothing of requests.cpu, as this quota wants: its next pods are refused',
    ],
  },
  {
    name: 'a quota of what containers say',
    before: [o.deployment],
    after: [o.deployment, quota({ 'requests.cpu': '4' })],
    plan: ['add ResourceQuota shop/shop: safe', '  new'],
  },
  {
    name: 'a limit range below what a container may take',
    before: [o.deployment],
    after: [o.deployment, range({ type: 'Container', max: { memory: '512Mi' } })],
    plan: [
      'add LimitRange shop/shop: disruptive',
      '  Deployment "web" takes more memory than 512Mi: its next pods are refused',
    ],
  },
  {
    name: 'a limit range that containers keep',
    before: [o.deployment],
    after: [o.deployment, range({ type: 'Container', max: { memory: '2Gi' }, min: { memory: '1Gi' } })],
    plan: ['add LimitRange shop/shop: safe', '  new'],
  },
  {
    name: 'a limit range above what a pod asks for',
    before: [o.deployment, range({ type: 'Pod', min: { cpu: '500m' } })],
    after: [o.deployment, range({ type: 'Pod', min: { cpu: '2' } })],
    plan: [
      'change LimitRange shop/shop: disruptive',
      '  Deployment "web" takes less cpu than 2: its next pods are refused',
      '  spec.limits[Pod].min.cpu: "500m" → "2"',
    ],
  },
  {
    name: 'a level that pods of the namespace do not keep',
    before: [o.deployment, wide],
    after: [o.deployment, o.namespace],
    plan: [
      'change Namespace shop: disruptive',
      '  Deployment "web" is not restricted: its next pods are refused: allow-privilege-escalation, capabilities-restricted, run-as-non-root, seccomp-profile-restricted',
      '  refuses new pods that are not restricted, where privileged was enough; pods that run stay',
      '  metadata.labels["pod-security.kubernetes.io/enforce"]: null → "restricted"',
    ],
  },
];
