import { type Data, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { recordOf } from '../../../kubernetes/kinds';
import { defaultsOf } from '../../../kubernetes/pod-resources';
import { ignoredOf } from '../reach/ignored';
import { podsOf, scalerOf } from '../rollouts';
import type { Entry, Tree } from '../tree';
import { count, type PlanContext, type RiskRule, specOf, specsOf, titleOf, type Verdict } from './rule';

const scalerKind = 'autoscaling/HorizontalPodAutoscaler';
const scaledKinds = (recordOf(scalerKind).references ?? []).flatMap(({ to }) => to);

/** Bounds of autoscalers. Source: k8s.io/kubernetes 1.36, `podautoscaler/horizontal.go`, reconcileAutoscaler. */
export const autoscaled: RiskRule = {
  id: 'workload/autoscaler',
  description: 'an autoscaler that comes, goes or has other bounds, and what that does to the pods that are there',
  example: '`maxReplicas: 2` where it was 6, or where 6 pods run',
  kinds: [scalerKind],
  *judge(difference, context): Generator<Verdict> {
    const { old, current } = specsOf(difference);
    const target = String(mapOf((difference.type === 'remove' ? old : current).scaleTargetRef).name);
    if (difference.type === 'add') {
      yield taken(difference.after, target, context);
      yield* statedBeside(difference.after, context);
    } else if (difference.type === 'remove') {
      yield { risk: 'safe', reason: `"${target}" keeps the number of pods that it has: nothing scales it any more` };
    } else if (difference.type === 'change') {
      const [from, to] = [boundsOf(old), boundsOf(current)];
      const isLess = Number(current.maxReplicas) < Number(old.maxReplicas);
      if (from !== to)
        yield {
          risk: isLess ? 'disruptive' : 'safe',
          reason: `"${target}" has ${to} pods instead of ${from}${isLess ? ': under load those beyond it stop' : ''}`,
        };
    }
  },
};

function boundsOf(spec: Data): string {
  return `${String(spec.minReplicas ?? 1)} to ${String(spec.maxReplicas)}`;
}

/** What happens to the pods that are there when an autoscaler takes over. */
function taken(scaler: Entry, target: string, { before, after }: PlanContext): Verdict {
  const spec = specOf(scaler);
  const [least, most] = [Number(spec.minReplicas ?? 1), Number(spec.maxReplicas)];
  const [was, is] = [targetOf(scaler, before), targetOf(scaler, after)];
  const bounds = `"${target}" has ${boundsOf(spec)} pods from now on, as it needs`;
  const stated = specOf(is).replicas;
  const now = was && (typeof stated === 'number' ? stated : podsOf(was, before));
  if (now === undefined || now === null) return { risk: 'safe', reason: bounds };
  if (now === 0) return { risk: 'safe', reason: `"${target}" has no pod, and no autoscaler scales that: it stays so` };
  if (now > most)
    return { risk: 'disruptive', reason: `${bounds}: ${now - most} of its ${count(now, 'pod')} stop at once` };
  if (now < least) return { risk: 'safe', reason: `${bounds}: ${least - now} more than now` };
  if (now === least) return { risk: 'safe', reason: bounds };
  return least === 1
    ? { risk: 'disruptive', reason: `${bounds}: when there is little to do, a single one is left of ${now}` }
    : { risk: 'safe', reason: `${bounds}: when there is little to do, ${least} are left of ${now}` };
}

/** Two that say how many. Source: the documentation of Kubernetes, "Migrating … to horizontal autoscaling". */
function* statedBeside(scaler: Entry, { after }: PlanContext): Generator<Verdict> {
  const target = targetOf(scaler, after);
  const stated = target && specOf(target).replicas;
  if (!target || typeof stated !== 'number' || stated === 0) return;
  if (ignoredOf(target, after).some(({ steps }) => steps.join('.') === 'spec.replicas')) return;
  const reason = `${titleOf(target)} says ${count(stated, 'replica')} as well, which is set again with every apply; leave that out`;
  yield { risk: 'disruptive', reason };
}

function targetOf(scaler: Entry, tree: Tree): Entry | undefined {
  const { kind, name } = mapOf(specOf(scaler).scaleTargetRef);
  const found = scaledKinds.filter((one) => one.endsWith(`/${String(kind)}`));
  return found.map((one) => tree.find(one, scaler.namespace, String(name))).find((one) => one !== undefined);
}

/** Autoscalers that see nothing. Source: k8s.io/kubernetes 1.36, `podautoscaler/replica_calculator.go`. */
export const cannotScale: RiskRule = {
  id: 'workload/cannot-scale',
  description: 'an autoscaler that aims at a share of what containers request, where one requests nothing',
  example: '`averageUtilization: 70` beside a container without `requests.cpu`',
  kinds: [scalerKind, ...scaledKinds],
  *judge({ after: entry }, { before, after }): Generator<Verdict> {
    if (!entry) return;
    const scaler = entry.kind === scalerKind ? entry : scalerOf(entry, after);
    const old = scaler && before.find(scaler.kind, scaler.namespace, scaler.name);
    // A new one says it itself.
    if (!scaler || (scaler !== entry && !old)) return;
    const known = new Set(old ? unseenBy(old, before) : []);
    for (const unseen of unseenBy(scaler, after)) {
      if (known.has(unseen)) continue;
      const target = targetOf(scaler, after);
      const reason = `${scaler === entry ? 'it' : titleOf(scaler)} cannot scale ${target ? titleOf(target) : 'it'}: ${unseen}`;
      yield { risk: 'disruptive', reason };
    }
  },
};

/** What containers have to request and do not, in words. */
function unseenBy(scaler: Entry, tree: Tree): string[] {
  const target = targetOf(scaler, tree);
  const pod = target?.manifest.pod?.spec;
  if (!target || !pod) return [];
  const ranges = tree.ofKind('/LimitRange').filter(({ namespace }) => namespace === target.namespace);
  const { limits, requests } = defaultsOf(ranges.map(({ manifest }) => manifest.object));
  const isGiven = (resource: string, amounts: unknown) => {
    const { limits: most, requests: least } = mapOf(amounts);
    return [most, least, limits, requests].some((one) => resource in mapOf(one));
  };
  const sidecars = mapsOf(pod.initContainers).filter(({ item }) => item.restartPolicy === 'Always');
  const containers = [...mapsOf(pod.containers), ...sidecars].map(({ item }) => item);
  return sharesOf(specOf(scaler)).flatMap(({ resource, container }) => {
    if (container === undefined && isGiven(resource, pod.resources)) return [];
    const silent = containers.filter(
      ({ name, resources }) => (container === undefined || name === container) && !isGiven(resource, resources),
    );
    return silent.map(
      ({ name }) => `container "${String(name)}" requests no ${resource} that its use could be a share of`,
    );
  });
}

/** What an autoscaler takes shares of; without any metric, of the CPU (`autoscaling/v2/defaults.go`). */
function sharesOf(spec: Data): { resource: string; container?: string }[] {
  const metrics = mapsOf(spec.metrics).map(({ item }) => item);
  if (metrics.length === 0) return [{ resource: 'cpu' }];
  return metrics.flatMap(({ type, resource, containerResource }) => {
    const { name, container, target } = mapOf(type === 'ContainerResource' ? containerResource : resource);
    if (mapOf(target).type !== 'Utilization') return [];
    return [{ resource: String(name), ...(type === 'ContainerResource' && { container: textOf(container) }) }];
  });
}
