import { listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { forKinds, wrong } from '../for-kinds';

/** What a profile does with a system call. */
export const seccompCalls = forKinds({
  id: 'value/seccomp-syscall',
  description: 'a system call that a profile treats in two ways, or an empty list of them',
  example: '`bpf` with SCMP_ACT_ALLOW and with SCMP_ACT_ERRNO',
  kinds: 'security-profiles-operator.x-k8s.io/SeccompProfile',
  *check(object) {
    const actions = new Map<unknown, string>();
    for (const { item, index } of mapsOf(mapOf(object.spec).syscalls)) {
      const path = ['spec', 'syscalls', index];
      const [action, names] = [textOf(item.action) ?? '', listOf(item.names)];
      if (Array.isArray(item.names) && names.length === 0)
        yield wrong([...path, 'names'], 'is empty; remove the entry');
      // With arguments, one call may well be treated in several ways.
      if (listOf(item.args).length > 0) continue;
      for (const [at, name] of names.entries()) {
        const before = actions.get(name);
        if (before !== undefined && before !== action)
          yield wrong([...path, 'names', at], `"${String(name)}" has ${before} above; keep one`);
        actions.set(name, before ?? action);
      }
    }
  },
});
