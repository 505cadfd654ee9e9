import type { Environment, Recovery, StoreRecovery, VaultStore } from '../../settings/types';

/** The account that may ask the store for a snapshot. */
export const snapshotAccount = 'secret-store-backup';

/** What the component is made from. */
export interface StoreCopies {
  readonly copies: Recovery['copies'];
  readonly store: StoreRecovery;
  readonly vault: VaultStore['vault'];
}

/** What an environment says of copies of its store; only Vault and OpenBao have snapshots. */
export function storeCopies({ recovery, secrets }: Environment): StoreCopies | undefined {
  if (!recovery?.store || secrets.store !== 'vault') return undefined;
  return { copies: recovery.copies, store: recovery.store, vault: secrets.vault };
}

/** The Vault role of that account, and the policy of the same name. */
export function snapshotRole(env: Environment): string {
  return `bkg-${env.name}-snapshot`;
}
