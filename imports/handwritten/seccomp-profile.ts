import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

/**
 * A seccomp filter that the security-profiles-operator writes to every node. Namespaced in older releases
 * (`operator/<namespace>/<name>.json` on the node), cluster-scoped in newer ones (`operator/<name>.json`).
 */
export interface SeccompProfile {
  apiVersion: 'security-profiles-operator.x-k8s.io/v1beta1';
  kind: 'SeccompProfile';
  metadata: IObjectMeta;
  spec: SeccompProfileSpec;
  status?: unknown;
}

/** The same in the version that newer releases store; always cluster-scoped. */
export interface SeccompProfileV1 {
  apiVersion: 'security-profiles-operator.x-k8s.io/v1';
  kind: 'SeccompProfile';
  metadata: IObjectMeta;
  spec: SeccompProfileSpec;
  status?: unknown;
}

/** Calls that no rule names get the default action. */
export interface SeccompProfileSpec {
  defaultAction: SeccompAction;
  architectures?: SeccompArchitecture[];
  baseProfileName?: string;
  disabled?: boolean;
  flags?: SeccompFlag[];
  listenerMetadata?: string;
  listenerPath?: string;
  syscalls?: SeccompRule[];
}

/** What happens to calls with one of these names, when all `args` match as well. */
export interface SeccompRule {
  names: string[];
  action: SeccompAction;
  errnoRet?: number;
  args?: SeccompArgument[];
}

/** A condition on one argument of the call, counted from 0. */
export interface SeccompArgument {
  index: number;
  op: SeccompOperator;
  value?: number;
  valueTwo?: number;
}

/** What the kernel does with a call. */
export type SeccompAction =
  | 'SCMP_ACT_ALLOW'
  | 'SCMP_ACT_ERRNO'
  | 'SCMP_ACT_KILL'
  | 'SCMP_ACT_KILL_PROCESS'
  | 'SCMP_ACT_KILL_THREAD'
  | 'SCMP_ACT_LOG'
  | 'SCMP_ACT_NOTIFY'
  | 'SCMP_ACT_TRACE'
  | 'SCMP_ACT_TRAP';

/** System call tables that the rules apply to. */
export type SeccompArchitecture =
  | 'SCMP_ARCH_AARCH64'
  | 'SCMP_ARCH_ARM'
  | 'SCMP_ARCH_MIPS'
  | 'SCMP_ARCH_MIPS64'
  | 'SCMP_ARCH_MIPS64N32'
  | 'SCMP_ARCH_MIPSEL'
  | 'SCMP_ARCH_MIPSEL64'
  | 'SCMP_ARCH_MIPSEL64N32'
  | 'SCMP_ARCH_NATIVE'
  | 'SCMP_ARCH_PARISC'
  | 'SCMP_ARCH_PARISC64'
  | 'SCMP_ARCH_PPC'
  | 'SCMP_ARCH_PPC64'
  | 'SCMP_ARCH_PPC64LE'
  | 'SCMP_ARCH_RISCV64'
  | 'SCMP_ARCH_S390'
  | 'SCMP_ARCH_S390X'
  | 'SCMP_ARCH_X32'
  | 'SCMP_ARCH_X86'
  | 'SCMP_ARCH_X86_64';

/** Options of seccomp(2). */
export type SeccompFlag =
  | 'SECCOMP_FILTER_FLAG_LOG'
  | 'SECCOMP_FILTER_FLAG_SPEC_ALLOW'
  | 'SECCOMP_FILTER_FLAG_TSYNC'
  | 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV';

/** How an argument is compared with `value`. */
export type SeccompOperator =
  'SCMP_CMP_EQ' | 'SCMP_CMP_GE' | 'SCMP_CMP_GT' | 'SCMP_CMP_LE' | 'SCMP_CMP_LT' | 'SCMP_CMP_MASKED_EQ' | 'SCMP_CMP_NE';
