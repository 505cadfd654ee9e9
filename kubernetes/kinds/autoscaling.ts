import { defaults } from './fields';
import type { Group } from './kind';
import { scaled } from './references';

export const autoscaling: readonly Group[] = [
  {
    name: 'autoscaling',
    kinds: {
      HorizontalPodAutoscaler: { references: [scaled], fields: defaults({ 'spec.minReplicas': 1 }) },
    },
  },
  { name: 'autoscaling.k8s.io', kinds: { VerticalPodAutoscaler: { references: [scaled] } } },
];
