import { minorOf } from '../../kubernetes/version';

/** The AppArmor profile of a pod's containers. */
export interface AppArmor {
  readonly profile: { readonly type: 'Unconfined' } | { readonly type: 'Localhost'; readonly localhostProfile: string };
  /** Of the cluster, such as `1.35`: it decides how the profile is written. */
  readonly kubernetes: string;
}

/** The field exists, and the annotation is deprecated, from this minor on (KEP-24). */
const fieldMinor = 30;

function isField({ kubernetes }: AppArmor): boolean {
  return minorOf(kubernetes) >= fieldMinor;
}

/** What a pod says on clusters that have no field: an annotation for each container. */
export function appArmorAnnotations(
  appArmor: AppArmor | undefined,
  containers: readonly { readonly name: string }[],
): Record<string, string> {
  if (!appArmor || isField(appArmor)) return {};
  const { profile } = appArmor;
  const value = profile.type === 'Localhost' ? `localhost/${profile.localhostProfile}` : 'unconfined';
  return Object.fromEntries(
    containers.map(({ name }) => [`container.apparmor.security.beta.kubernetes.io/${name}`, value]),
  );
}

interface Workload {
  readonly spec: { readonly template: { readonly spec: { readonly securityContext: object } } };
}

/** The manifest of a workload with the field in its pod; L1 constructs drop it, theirs is a Kubernetes without it. */
export function confined<W extends Workload>(workload: W, appArmor: AppArmor | undefined): W {
  if (!appArmor || !isField(appArmor)) return workload;
  const { spec } = workload;
  const pod = spec.template.spec;
  const securityContext = { ...pod.securityContext, appArmorProfile: appArmor.profile };
  return { ...workload, spec: { ...spec, template: { ...spec.template, spec: { ...pod, securityContext } } } };
}
