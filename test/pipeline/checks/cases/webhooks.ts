import { type Cases, fails, objectsOf } from './case';

/*
 * Admission webhooks, case by case after Kubernetes 1.36, `pkg/apis/admissionregistration/validation`.
 */

/** A rule that says which requests somebody is asked about. */
export const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
/** A webhook that nothing is wrong with. */
export const hook = {
  name: 'hook.example.org',
  clientConfig: { service: { name: 'hook', namespace: 'hooks' } },
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  rules: [rule],
};
const validating = (...webhooks: object[]) =>
  objectsOf('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', '')({ webhooks });
const mutating = (...webhooks: object[]) =>
  objectsOf('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', '')({ webhooks });
const client = (clientConfig: object) => validating({ ...hook, clientConfig });
const ruled = (changed: object) => validating({ ...hook, rules: [{ ...rule, ...changed }] });

export const webhookCases: Cases = {
  failing: [
    fails('value/webhook', 'webhooks.0.name', validating({ ...hook, name: 'hook' })),
    fails('value/webhook', 'webhooks.0.name', validating({ ...hook, name: 'Hook.example.org' })),
    fails('value/webhook', 'webhooks.1.name', validating(hook, hook)),
    fails('value/webhook', 'webhooks.0.sideEffects', validating({ ...hook, sideEffects: 'Unknown' })),
    fails('value/webhook', 'webhooks.0.sideEffects', mutating({ ...hook, sideEffects: 'Some' })),
    fails('value/webhook', 'webhooks.0.failurePolicy', validating({ ...hook, failurePolicy: 'Warn' })),
    fails('value/webhook', 'webhooks.0.matchPolicy', validating({ ...hook, matchPolicy: 'Same' })),
    fails('value/webhook', 'webhooks.0.reinvocationPolicy', mutating({ ...hook, reinvocationPolicy: 'Always' })),
    fails('value/webhook', 'webhooks.0.timeoutSeconds', validating({ ...hook, timeoutSeconds: 31 })),
    fails('value/webhook', 'webhooks.0.timeoutSeconds', validating({ ...hook, timeoutSeconds: 0 })),
    fails('value/webhook-client', 'webhooks.0.clientConfig', client({})),
    fails('value/webhook-client', 'webhooks.0.clientConfig', client({ ...hook.clientConfig, url: 'https://a.b/' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'http://hook.example.org/a' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'hook.example.org' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'https://me@hook.example.org/a' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'https://hook.example.org/a?b=c' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'https://hook.example.org/a#b' })),
    fails(
      'value/webhook-client',
      'webhooks.0.clientConfig.service.port',
      client({ service: { ...hook.clientConfig.service, port: 65_536 } }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.clientConfig.service.path',
      client({ service: { ...hook.clientConfig.service, path: 'validate' } }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.clientConfig.service.path',
      client({ service: { ...hook.clientConfig.service, path: '/a//b' } }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.admissionReviewVersions',
      validating({ ...hook, admissionReviewVersions: ['v2'] }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.admissionReviewVersions.1',
      validating({ ...hook, admissionReviewVersions: ['v1', 'v1'] }),
    ),
    fails('value/webhook-rules', 'webhooks.0.rules.0.operations', ruled({ operations: [] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.operations', ruled({ operations: ['*', 'CREATE'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.operations.0', ruled({ operations: ['PATCH'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.apiGroups', ruled({ apiGroups: ['*', 'apps'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.apiVersions', ruled({ apiVersions: [] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.apiVersions.0', ruled({ apiVersions: [''] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources', ruled({ resources: ['*', 'pods'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources', ruled({ resources: ['*/*', 'pods/exec'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources.0', ruled({ resources: [''] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources.1', ruled({ resources: ['pods/*', 'pods/exec'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources.1', ruled({ resources: ['*/status', 'pods/status'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.scope', ruled({ scope: 'All' })),
    fails(
      'value/webhook-rules',
      'webhooks.0.matchConditions.0.name',
      validating({ ...hook, matchConditions: [{ name: 'a b', expression: 'true' }] }),
    ),
    fails(
      'value/webhook-rules',
      'webhooks.0.matchConditions.1.name',
      validating({
        ...hook,
        matchConditions: [
          { name: 'a', expression: 'true' },
          { name: 'a', expression: 'false' },
        ],
      }),
    ),
  ],
  passing: [
    validating(hook, { ...hook, name: 'b.example.org', failurePolicy: 'Ignore', timeoutSeconds: 30 }),
    mutating({ ...hook, sideEffects: 'NoneOnDryRun', reinvocationPolicy: 'IfNeeded' }),
    client({ url: 'https://hook.example.org:8443/validate' }),
    client({ service: { name: 'hook', namespace: 'hooks', path: '/a/b.c/', port: 9443 } }),
    ruled({ resources: ['*', 'pods/exec'], scope: 'Namespaced', operations: ['*'] }),
    ruled({ resources: ['*/*'] }),
    validating({ ...hook, admissionReviewVersions: ['v2', 'v1beta1'] }),
    validating({ ...hook, matchConditions: [{ name: 'example.org/a', expression: 'true' }] }),
  ],
};
