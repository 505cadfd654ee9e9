import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { forContainers, isSet, notChosen } from './scope';

// ContainerRestartRules is on by default since then; before, only sidecars had a restart policy of their own.
const rulesSince = 35;
const policies = ['Always', 'Never', 'OnFailure'];

/** Containers with a restart policy of their own. */
export const containerRestart = forContainers({
  id: 'value/container-restart',
  description: 'a container with a restart policy or restart rules that it may not have',
  example: '`restartPolicyRules` without `restartPolicy`',
  *check(container, path, { context: { minor } }, sort) {
    const { restartPolicy, restartPolicyRules: rules } = container;
    const field = [...path, 'restartPolicy'];
    if (minor >= rulesSince) yield* notChosen(field, restartPolicy, policies);
    else if (sort === 'initContainers') yield* notChosen(field, restartPolicy, ['Always']);
    else if (isSet(restartPolicy)) yield wrong(field, 'only init containers have one before 1.35; remove it');
    if (!isSet(restartPolicy) && listOf(rules).length > 0)
      yield wrong(path, 'has restart rules; set "restartPolicy" as well');
    yield* ruleFindings(rules, [...path, 'restartPolicyRules'], minor);
  },
});

function* ruleFindings(rules: unknown, path: FieldPath, minor: number): Generator<Finding> {
  if (listOf(rules).length > 20) yield wrong(path, 'has more than 20 rules; remove some');
  for (const { item, index } of mapsOf(rules)) {
    const exitCodes = mapOf(item.exitCodes);
    const here = [...path, index];
    yield* notChosen([...here, 'action'], item.action, minor >= 36 ? ['Restart', 'RestartAllContainers'] : ['Restart']);
    if (!isSet(item.exitCodes)) yield wrong(here, 'says nothing about exit codes; set "exitCodes"');
    yield* notChosen([...here, 'exitCodes', 'operator'], exitCodes.operator, ['In', 'NotIn']);
    yield* repeated(
      listOf(exitCodes.values).map((value, at) => ({ key: String(value), path: [...here, 'exitCodes', 'values', at] })),
      (value) => `${value} is in the list already; remove one`,
    );
    if (listOf(exitCodes.values).length > 255)
      yield wrong([...here, 'exitCodes', 'values'], 'has more than 255 values; remove some');
  }
}

// InPlacePodVerticalScaling is on by default since then.
const resizeSince = 33;

/** What happens to a container whose resources change. */
export const resizePolicy = forContainers({
  id: 'value/resize-policy',
  description: 'a resize policy for an unknown resource, twice for one, or one that restarts what is never restarted',
  example: '`resizePolicy: [{ resourceName: disk, restartPolicy: NotRequired }]`',
  *check(container, path, { spec, context }, sort) {
    if (context.minor < resizeSince) return;
    const policies = mapsOf(container.resizePolicy);
    for (const { item, index } of policies) yield* resizeFindings(item, [...path, 'resizePolicy', index]);
    for (const { item, index } of policies) {
      if (item.restartPolicy !== 'RestartContainer') continue;
      const field = [...path, 'resizePolicy', index, 'restartPolicy'];
      if (spec.restartPolicy === 'Never') yield wrong(field, 'the pod is never restarted; use "NotRequired"');
      else if (sort === 'initContainers' && container.restartPolicy !== 'Always')
        yield wrong(field, 'init containers are not restarted; use "NotRequired"');
    }
    yield* repeated(
      policies.map(({ item, index }) => ({ key: textOf(item.resourceName), path: [...path, 'resizePolicy', index] })),
      (name) => `there is a policy for "${name}" already; keep one`,
    );
  },
});

function* resizeFindings({ resourceName, restartPolicy }: Data, path: FieldPath): Generator<Finding> {
  yield* notChosen([...path, 'resourceName'], resourceName, ['cpu', 'memory']);
  yield* notChosen([...path, 'restartPolicy'], restartPolicy, ['NotRequired', 'RestartContainer']);
}
