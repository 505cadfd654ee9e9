import { Construct } from 'constructs';
import { digest } from './digest';
import { type JobSpec, KubeCronJob, KubeJob } from './k8s';
import { hardenedPod, type PodProps } from './pod';

export interface JobProps extends PodProps {
  /** Seconds after which a run that still hangs is ended. */
  readonly deadlineSeconds: number;

  /** @default 4 */
  readonly retries?: number;

  /** More inputs that make it another Job, such as the content of a ConfigMap it reads. @default - none */
  readonly inputs?: unknown;
}

/**
 * A Job whose name is derived from what it does: the same inputs keep the name, so that nothing runs again; other
 * inputs make a new object, because a Job's template is immutable. It is never deleted by a TTL, since the
 * delivery engine would create it again.
 */
export class ContentJob extends Construct {
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const spec = jobSpec(props);
    new KubeJob(this, 'job', {
      metadata: { name: `${props.name}-${digest([spec, props.inputs])}` },
      spec,
    });
  }
}

export interface CronJobProps extends JobProps {
  readonly schedule: string;
}

/** A Job on a schedule (UTC), one run at a time. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, props: CronJobProps) {
    super(scope, id);
    new KubeCronJob(this, 'cron-job', {
      metadata: { name: props.name },
      spec: {
        schedule: props.schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { spec: jobSpec(props) },
      },
    });
  }
}

function jobSpec(props: JobProps): JobSpec {
  return {
    backoffLimit: props.retries ?? 4,
    activeDeadlineSeconds: props.deadlineSeconds,
    template: hardenedPod({ ...props, spec: { restartPolicy: 'Never', ...props.spec } }),
  };
}
