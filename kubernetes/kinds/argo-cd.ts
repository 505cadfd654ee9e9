import { mapOf, textOf } from '../access';
import { sets } from './fields';
import type { Group } from './kind';
import { workload } from './pod-fields';
import { itself } from './references';

const name = 'argoproj.io';

/** Argo CD, Argo Rollouts and Argo Workflows share it. */
export const argo: Group = {
  name,
  operator: 'argo-cd',
  kinds: {
    AppProject: {
      builtIn: (project) => project === 'default',
      // Applications of other namespaces may use it as well, where it lets them.
      products: (_, project) => [{ kind: `${name}/AppProject`, namespace: '*', name: project }],
      fields: sets(
        ['clusterResourceWhitelist', 'destinations', 'namespaceResourceWhitelist', 'sourceRepos'].map(
          (list) => `spec.${list}`,
        ),
      ),
    },
    Application: {
      delivers: true,
      references: [{ path: 'spec.project', to: [`${name}/AppProject`], ...itself }],
      fields: sets(['spec.syncPolicy.syncOptions']),
      fills: ({ source, sources: several, destination }) => {
        const sources = [source, ...(Array.isArray(several) ? several : [])].map(mapOf);
        const charts = sources.some(({ chart, helm }) => chart !== undefined || helm !== undefined);
        const target = textOf(mapOf(destination).namespace);
        return charts && target !== undefined ? [target] : [];
      },
    },
    ApplicationSet: { delivers: true },
    ClusterAnalysisTemplate: { clusterScoped: true },
    CronWorkflow: { makesUnknownPods: true },
    Rollout: { podTemplate: ['spec', 'template'], fields: workload, restarts: ['template'] },
    Workflow: { makesUnknownPods: true },
    WorkflowTemplate: { makesUnknownPods: true },
  },
};
