import { hook } from './job';
import type { OciConfig } from './oci';
import type { Container, Pod, Rendered } from './rendered';

const uid = '11111111-2222-3333-4444-555555555555';
const name = 'cgroup-helper';
const script = 'delegate-cgroup.pl';

/** The rendered helper of nodes: its script, and the container of its DaemonSet. */
function helperOf({ objects }: Rendered): { readonly script: string; readonly container: Container } {
  const find = (kind: string) => objects.find((object) => object.kind === kind && object.metadata.name === name);
  const pod = (find('DaemonSet')?.spec as { template: { spec: Pod } } | undefined)?.template.spec;
  const container = pod?.containers.find((candidate) => candidate.name === name);
  const text = find('ConfigMap')?.data?.[script];
  if (!container || text === undefined) throw new Error(`no ${name} is rendered`);
  return { script: text, container };
}

/** A job whose container waits until the rendered helper, which finds it as it finds a pod, hands over its cgroup. */
export function helped(rendered: Rendered) {
  const helper = helperOf(rendered);
  const variables = (helper.container.env ?? []).map((variable) => `${variable.name}=${variable.value ?? ''}`);
  const capabilities = (helper.container.securityContext?.capabilities?.add ?? []).map(
    (one) => `+${one.toLowerCase()}`,
  );
  return {
    rendered,
    files: { [`helper/${script}`]: helper.script },
    change: (config: OciConfig): void => {
      config.linux.cgroupsPath = `/kubepods/pod${uid}/${rendered.container.name}`;
      const logs = `${rendered.namespace}_${rendered.container.name}-7d9c5-x2x4z_${uid}`;
      const env = ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...variables];
      config.hooks.poststart = [{ ...hook('help.sh', 'start', logs, capabilities.join(',')), env }];
      config.hooks.poststop = [hook('help.sh', 'stop')];
    },
  };
}
