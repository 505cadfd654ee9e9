import type { Environment } from './types';

/** Accounts that the platform stands or falls with, by the field that says so. */
export function accountsOf({ recovery, secrets }: Environment): [field: string, account: string][] {
  const found: [string, string | undefined][] = [
    ['recovery.account', recovery?.account],
    ['recovery.store.unsealAccount', recovery?.store?.unsealAccount],
    ['secrets.aws.roleArnPrefix', secrets.store === 'aws' ? secrets.aws.roleArnPrefix.split(':')[4] : undefined],
    ['secrets.gcp.projectId', secrets.store === 'gcp' ? secrets.gcp.projectId : undefined],
  ];
  return found.flatMap(([field, account]) => (account === undefined ? [] : [[field, account]]));
}

/** Which of the environment's own buckets has a name, if one has. */
export function ownBucket({ objectStorage }: Environment, name: string): string | undefined {
  return Object.entries(objectStorage.buckets).find(([, bucket]) => bucket === name)?.[0];
}
