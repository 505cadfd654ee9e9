import { type Data, type FieldPath, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { selectorFindings } from '../metadata/selectors';
import { clientConfigFindings, reviewVersionFindings } from './client-config';
import { conditionFindings, ruleFindings } from './match';

const kinds =
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration admissionregistration.k8s.io/MutatingWebhookConfiguration';

function* webhooksOf(object: Data): Generator<{ item: Data; path: FieldPath }> {
  for (const { item, index } of mapsOf(object.webhooks)) yield { item, path: ['webhooks', index] };
}

/** Admission webhooks; source: Kubernetes 1.36, `validateValidatingWebhook` and `validateMutatingWebhook`. */
export const webhook = forKinds({
  id: 'value/webhook',
  description:
    'an admission webhook whose name has less than three parts, with side effects, or with a choice it does not have',
  example: '`webhooks: [{ name: hook, sideEffects: Unknown }]`',
  kinds,
  apiVersion: 'admissionregistration.k8s.io/v1',
  *check(object) {
    for (const { item, path } of webhooksOf(object)) yield* webhookFindings(item, path);
    const names = [...webhooksOf(object)].map(({ item, path }) => ({
      key: textOf(item.name) || undefined,
      path: [...path, 'name'],
    }));
    yield* repeated(names, (name) => `"${name}" is there already; pick another name`);
  },
});

function* webhookFindings(item: Data, path: FieldPath): Generator<Finding> {
  const name = textOf(item.name);
  if (name !== undefined && (!isDnsSubdomain(name) || name.split('.').length < 3))
    yield wrong([...path, 'name'], `"${name}" is not a valid name; use a domain of three parts, as in "a.example.org"`);
  yield* notOneOf([...path, 'failurePolicy'], item.failurePolicy, ['Fail', 'Ignore']);
  yield* notOneOf([...path, 'matchPolicy'], item.matchPolicy, ['Exact', 'Equivalent']);
  yield* notOneOf([...path, 'sideEffects'], item.sideEffects, ['None', 'NoneOnDryRun']);
  yield* notOneOf([...path, 'reinvocationPolicy'], item.reinvocationPolicy, ['Never', 'IfNeeded']);
  const timeout = numberOf(item.timeoutSeconds) ?? 10;
  if (timeout < 1 || timeout > 30) yield wrong([...path, 'timeoutSeconds'], 'must be 1 to 30');
}

/** Where the API server finds a webhook. */
export const webhookClient = forKinds({
  id: 'value/webhook-client',
  description: 'a webhook without an address, with two, or with one that is not `https`; or without a review version',
  example: '`clientConfig: { url: "http://hook.example.org" }`',
  kinds,
  *check(object) {
    for (const { item, path } of webhooksOf(object)) {
      yield* clientConfigFindings(mapOf(item.clientConfig), [...path, 'clientConfig']);
      yield* reviewVersionFindings(item.admissionReviewVersions, [...path, 'admissionReviewVersions']);
    }
  },
});

/** Which requests a webhook is asked about. */
export const webhookRules = forKinds({
  id: 'value/webhook-rules',
  description: 'a rule, selector or match condition of a webhook that is incomplete, unknown or there twice',
  example: '`rules: [{ operations: ["*", CREATE] }]`',
  kinds,
  *check(object) {
    for (const { item, path } of webhooksOf(object)) {
      yield* ruleFindings(item.rules, [...path, 'rules']);
      for (const field of ['namespaceSelector', 'objectSelector'])
        yield* selectorFindings(item[field], [...path, field]);
      yield* conditionFindings(item.matchConditions, [...path, 'matchConditions']);
    }
  },
});
