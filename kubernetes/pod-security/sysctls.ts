import { mapOf, mapsOf, textOf } from '../access';
import type { Edition, PodCheck } from './check';
import { sources } from './sources';

/** Sysctls that stay inside the pod, by the policy version that allowed them. */
const allowed: readonly (readonly [since: number, source: string, names: readonly string[]])[] = [
  [
    0,
    sources.admission,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.ip_unprivileged_port_start',
      'net.ipv4.ping_group_range',
      'net.ipv4.tcp_syncookies',
    ],
  ],
  [27, sources.reservedPorts, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    sources.keepalive,
    [
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
      'net.ipv4.tcp_keepalive_time',
    ],
  ],
  [32, sources.tcpBuffers, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, sources.tcpStart, ['net.ipv4.tcp_notsent_lowat', 'net.ipv4.tcp_slow_start_after_idle']],
];

export const sysctls: PodCheck = {
  id: 'sysctls',
  level: 'baseline',
  description: 'a kernel setting that reaches beyond the pod',
  example: 'securityContext: { sysctls: [{ name: kernel.msgmax, value: "1" }] }',
  editions: allowed.map(([since, source, names]) => ({
    since,
    source,
    change: `${since === 0 ? '`sysctls` only of' : '`sysctls` also of'} ${names.join(', ')}`,
    find: findSysctls(new Set(allowed.flatMap(([from, , known]) => (from <= since ? known : [])))),
  })),
};

function findSysctls(names: ReadonlySet<string>): Edition['find'] {
  return function* ({ path, spec }) {
    for (const { item, index } of mapsOf(mapOf(spec.securityContext).sysctls)) {
      const name = textOf(item.name) ?? '';
      if (names.has(name)) continue;
      const message = `sysctl "${name}" is not among those that stay inside the pod; remove it`;
      yield { path: [...path, 'spec', 'securityContext', 'sysctls', index, 'name'], message };
    }
  };
}
