import type { Construct } from 'constructs';
import type { Alertmanager, AlertmanagerConfig } from '../../imports';
import type { AnyAlertmanager, Environment, OwnAlertmanager } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { serverName, serverSpec } from './server';

/** The platform's own Alertmanager and where it sends alerts. */
export function addAlertmanager(
  scope: Construct,
  env: Environment,
  { instance, webhook }: AnyAlertmanager & OwnAlertmanager,
): void {
  customResource<Alertmanager>(scope, 'alertmanager', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Alertmanager',
    metadata: { name: serverName },
    spec: {
      ...serverSpec(env, 'alertmanager', instance),
      automountServiceAccountToken: false,
      // As the global configuration it is not limited to alerts about its own namespace.
      alertmanagerConfiguration: { name: serverName },
      retention: '120h',
    },
  });
  customResource<AlertmanagerConfig>(scope, 'alertmanager-config', {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'AlertmanagerConfig',
    metadata: { name: serverName },
    spec: routing(webhook ? 'webhook' : 'nobody'),
  });
}

/** Critical alerts at once and every hour, warnings twice a day, the rest only on the page of Alertmanager. */
function routing(receiver: 'webhook' | 'nobody') {
  return {
    route: {
      receiver,
      groupBy: ['alertname', 'namespace'],
      groupWait: '30s',
      groupInterval: '5m',
      repeatInterval: '12h',
      routes: [
        { receiver, matchers: [severity('critical')], groupWait: '10s', repeatInterval: '1h' },
        { receiver: 'nobody', matchers: [severity('info')] },
      ],
    },
    inhibitRules: [
      {
        // What is down explains the warnings about it; other critical alerts explain nothing.
        sourceMatch: [severity('critical'), { name: 'alertname', value: '.+Down', matchType: '=~' as const }],
        targetMatch: [{ name: 'severity', value: 'warning|info', matchType: '=~' as const }],
        equal: ['environment', 'namespace', 'subject'],
      },
    ],
    receivers: [
      ...(receiver === 'webhook'
        ? [
            {
              name: receiver,
              webhookConfigs: [{ urlSecret: { name: 'alert-webhook', key: 'url' }, sendResolved: true }],
            },
          ]
        : []),
      { name: 'nobody' },
    ],
  };
}

function severity(value: string) {
  return { name: 'severity', value, matchType: '=' as const };
}
