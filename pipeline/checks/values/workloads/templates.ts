import { mapOf } from '../../../../kubernetes/access';
import { forKinds, wrong } from '../for-kinds';
import { isSet } from '../pods/scope';
import { workloadKinds, workloadOf } from './scope';

const runToTheEnd = new Set(['Job', 'CronJob']);

/** Pods restart as their workload wants. */
export const templateRestart = forKinds({
  id: 'value/template-restart',
  description: 'a restart policy that the workload does not allow: `Always` for all but Jobs, and never for Jobs',
  example: 'a Job without `restartPolicy: Never` or `OnFailure`',
  kinds: workloadKinds,
  *check(object) {
    const { kind, spec, path, template } = workloadOf(object);
    const { restartPolicy } = mapOf(template.spec);
    if (!isSet(template.spec)) return;
    const field = [...path, 'template', 'spec', ...(isSet(restartPolicy) ? ['restartPolicy'] : [])];
    const always = (restartPolicy ?? '') === '' || restartPolicy === 'Always';
    if (!runToTheEnd.has(kind)) {
      if (!always) yield wrong(field, `a ${kind} restarts its pods always; remove "restartPolicy"`);
    } else if (always) yield wrong(field, `a ${kind} needs "restartPolicy: Never" or "OnFailure"; set it`);
    else if (isSet(spec.podFailurePolicy) && restartPolicy !== 'Never')
      yield wrong(field, '"podFailurePolicy" needs "restartPolicy: Never"; set it');
  },
});

/** Pods that run for ever have no deadline. */
export const templateDeadline = forKinds({
  id: 'value/template-deadline',
  description: 'a deadline for pods that run for ever',
  example: '`activeDeadlineSeconds` in the template of a Deployment',
  kinds: 'apps/Deployment apps/ReplicaSet apps/StatefulSet apps/DaemonSet /ReplicationController',
  *check(object) {
    const { kind, path, template } = workloadOf(object);
    if (isSet(mapOf(template.spec).activeDeadlineSeconds))
      yield wrong([...path, 'template', 'spec', 'activeDeadlineSeconds'], `is not for a ${kind}; remove it`);
  },
});
