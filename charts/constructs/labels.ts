import { environmentLabel } from '../../settings/facts/labels';

/** Labels that never change for a workload: safe in selectors and pod templates. */
export interface WorkloadLabels {
  readonly 'app.kubernetes.io/name': string;
  readonly 'app.kubernetes.io/part-of': 'bkg';
  // Lets the type stand wherever Kubernetes wants a plain label map.
  readonly [label: string]: string;
}

/** The selector of the workload `name`; selectors are immutable in the cluster, so nothing here may ever vary. */
export function workloadLabels(name: string): WorkloadLabels {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'bkg' };
}

/** The labels every object of a component carries; `environment` tells two environments in one cluster apart. */
export function objectLabels(component: string, environment: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': component,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': 'bkg',
    'app.kubernetes.io/managed-by': 'bkg-deploy',
    [environmentLabel]: environment,
  };
}
