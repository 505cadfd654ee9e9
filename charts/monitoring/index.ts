import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { namespaceOf } from '../places';
import { addAlertmanager } from './alertmanager';
import { addDashboards } from './dashboards';
import { addMonitors } from './monitors';
import { addProbes } from './probes';
import { addPrometheus } from './prometheus';
import { addRules } from './rules';

/** Sees whether the platform works, and tells somebody when it does not. */
export const monitoring: Component = {
  name: 'monitoring',
  source: 'charts/monitoring',
  after: ['admin-ui', 'web-app', 'bkg-db', 'telemetry'],
  build: (scope, env) => new Monitoring(scope, env),
};

class Monitoring extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, monitoring.name, { environment: env.name, namespace: namespaceOf(env, 'monitoring') });
    addMonitors(this, env);
    if (env.monitoring.probes) addProbes(this, env, env.monitoring.probes);
    addRules(this, env);
    addDashboards(this, env);
    const { prometheus, alertmanager } = env.monitoring;
    if (prometheus.mode === 'instance') addPrometheus(this, env, prometheus);
    if (alertmanager.mode === 'instance') addAlertmanager(this, env, alertmanager);
  }
}
