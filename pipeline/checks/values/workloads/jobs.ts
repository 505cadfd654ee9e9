import { type Data, type FieldPath, mapOf, numberOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, wrong } from '../for-kinds';
import { isSet, notChosen } from '../pods/scope';
import { workloadOf } from './scope';

const jobKinds = 'batch/Job batch/CronJob';

/** How a Job counts. */
export const jobCompletion = forKinds({
  id: 'value/job-completion',
  description: 'an indexed Job without completions or with too many, or settings of indexed Jobs in another Job',
  example: '`completionMode: Indexed` without `completions`',
  kinds: jobKinds,
  *check(object) {
    const { spec, path } = workloadOf(object);
    yield* notChosen([...path, 'completionMode'], spec.completionMode, ['NonIndexed', 'Indexed']);
    if (spec.completionMode === 'Indexed') yield* indexedFindings(spec, path);
    else {
      for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'])
        if (isSet(spec[field])) yield wrong([...path, field], 'needs "completionMode: Indexed"; set it');
    }
    if (isSet(spec.maxFailedIndexes) && !isSet(spec.backoffLimitPerIndex))
      yield wrong([...path, 'maxFailedIndexes'], 'needs "backoffLimitPerIndex"; set it');
  },
});

const many = 100_000;

function* indexedFindings(spec: Data, path: FieldPath): Generator<Finding> {
  const [completions, parallelism] = [numberOf(spec.completions), numberOf(spec.parallelism) ?? 0];
  const failed = numberOf(spec.maxFailedIndexes);
  // One completion is the default only where neither number is set.
  if (completions === undefined && isSet(spec.parallelism))
    yield wrong(path, '"completionMode: Indexed" needs "completions"; set it');
  if (parallelism > many) yield wrong([...path, 'parallelism'], `must be ${many} or less for an indexed Job`);
  if (failed !== undefined && failed > Math.min(many, completions ?? 1))
    yield wrong([...path, 'maxFailedIndexes'], `must be no more than "completions", and ${many} at most`);
  if ((completions ?? 0) <= many || !isSet(spec.backoffLimitPerIndex)) return;
  if (failed === undefined || failed > 10_000)
    yield wrong(path, `needs "maxFailedIndexes" of 10000 or less with so many completions`);
  if (parallelism > 10_000) yield wrong([...path, 'parallelism'], 'must be 10000 or less with so many completions');
}

/** Jobs select their pods themselves. */
export const jobSelector = forKinds({
  id: 'value/job-selector',
  description: 'a selector of a Job, which Kubernetes makes itself, or a manual one that does not match',
  example: '`selector: { matchLabels: { app: a } }` without `manualSelector: true`',
  kinds: jobKinds,
  *check(object) {
    const { kind, spec, path, template } = workloadOf(object);
    const field = [...path, 'selector'];
    if (kind === 'CronJob') {
      if (isSet(spec.selector)) yield wrong(field, 'is made for each Job; remove it');
      if (spec.manualSelector === true) yield wrong([...path, 'manualSelector'], 'is not for a CronJob; remove it');
    } else if (spec.manualSelector === true) {
      if (!isSet(spec.selector)) yield wrong(path, '"manualSelector" needs "selector"; set it');
      const labels = mapOf(mapOf(template.metadata).labels);
      for (const [key, value] of Object.entries(mapOf(mapOf(spec.selector).matchLabels)))
        if (labels[key] !== value)
          yield wrong(
            [...path, 'template', 'metadata', 'labels'],
            `the selector wants "${key}: ${String(value)}"; add it`,
          );
    } else if (Object.keys(mapOf(mapOf(spec.selector).matchLabels)).length > 0)
      yield wrong(field, 'is made by Kubernetes; remove it');
  },
});

/** The names of Jobs become labels of their pods. */
export const jobName = forKinds({
  id: 'value/job-name',
  description: 'a Job name of more than 63 characters, or a CronJob name of more than 52',
  example: '`name: a-very-long-name-…`',
  kinds: jobKinds,
  *check(object) {
    const name = textOf(mapOf(object.metadata).name) ?? '';
    const limit = object.kind === 'CronJob' ? 52 : 63;
    if (name.length > limit)
      yield wrong(
        ['metadata', 'name'],
        `has ${name.length} characters, a ${String(object.kind)} can have ${limit}; shorten it`,
      );
    else if (object.kind === 'Job') yield* indexedName(name, mapOf(object.spec));
  },
});

/** Pods of indexed Jobs are called by the Job and their index, which becomes a host name. */
function* indexedName(name: string, { completionMode, completions }: Data): Generator<Finding> {
  const last = (numberOf(completions) ?? 1) - 1;
  if (completionMode !== 'Indexed' || last < 0) return;
  const host = `${name}-${last}`;
  if (host.length > 63 || name.includes('.'))
    yield wrong(
      ['metadata', 'name'],
      `"${host}" is not a valid host name; use no dots and 63 characters at most, index included`,
    );
}

/** Other choices of Jobs. */
export const jobChoice = forKinds({
  id: 'value/job-choice',
  description: 'an unknown pod replacement policy, or a manager of a Job that is not a path with a domain',
  example: '`managedBy: me`',
  kinds: jobKinds,
  *check(object) {
    const { spec, path } = workloadOf(object);
    const { podReplacementPolicy: policy, podFailurePolicy, managedBy } = spec;
    const field = [...path, 'podReplacementPolicy'];
    yield* notChosen(field, policy, ['TerminatingOrFailed', 'Failed']);
    if (policy === 'TerminatingOrFailed' && isSet(podFailurePolicy))
      yield wrong(field, '"podFailurePolicy" needs "Failed"; use that');
    if (typeof managedBy === 'string' && (managedBy.length > 63 || !managerForm.test(managedBy)))
      yield wrong(
        [...path, 'managedBy'],
        `"${managedBy}" is not a valid manager; write "domain/name", at most 63 characters`,
      );
  },
});

const managerForm = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;
