import type { Data } from '../../../../kubernetes/access';
import { type Cases, fails, objectsOf } from './case';

/*
 * Aggregated APIs, case by case after k8s.io/kube-aggregator 0.36, `ValidateAPIService`.
 */

const service = { name: 'hook', namespace: 'hooks' };
const api = (spec: object): Data =>
  objectsOf(
    'apiregistration.k8s.io/v1',
    'APIService',
    '',
  )({
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      service,
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      ...spec,
    },
  });

export const apiServiceCases: Cases = {
  failing: [
    fails('value/api-service', 'spec.insecureSkipTLSVerify', api({ insecureSkipTLSVerify: true, caBundle: 'YQ==' })),
    fails('value/api-service', 'spec.groupPriorityMinimum', api({ groupPriorityMinimum: 20_001 })),
    fails('value/api-service', 'spec.versionPriority', api({ versionPriority: 0 })),
    fails('value/api-service', 'spec.caBundle', api({ service: undefined, caBundle: 'YQ==' })),
    fails('value/api-service', 'spec.insecureSkipTLSVerify', api({ service: undefined, insecureSkipTLSVerify: true })),
    fails('value/api-service', 'spec.service.port', api({ service: { ...service, port: 0 } })),
    fails('value/api-service', 'spec.service.namespace', api({ service: { name: 'hook', namespace: '' } })),
  ],
  passing: [api({}), api({ caBundle: 'YQ==' }), api({ insecureSkipTLSVerify: true }), api({ service: undefined })],
};
