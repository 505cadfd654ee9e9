import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { objectLabels } from './labels';

export interface ComponentChartProps {
  /** Name of the environment, for the labels. */
  readonly environment: string;

  /** Where objects live that name no namespace. @default - cluster-scoped, or named by each object */
  readonly namespace?: string;
}

/** The chart of one component: fixes namespace and labels of its objects. Names are always explicit. */
export class ComponentChart extends Chart {
  constructor(scope: Construct, component: string, props: ComponentChartProps) {
    super(scope, component, {
      namespace: props.namespace,
      labels: objectLabels(component, props.environment),
      disableResourceNameHashes: true,
    });
  }
}

/** A scope for objects outside any namespace; elsewhere in a chart they would inherit the chart's. */
export function clusterScope(chart: Chart): Chart {
  return new Chart(chart, 'cluster', { labels: chart.labels, disableResourceNameHashes: true });
}
