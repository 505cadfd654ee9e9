/** What fields are called now, by where they stood under an earlier name. */
export const renamedFields: ReadonlyMap<string, string> = new Map([
  ['imageVerification.publicKey', 'publicKeys'],
  ['kernel.concurrency', 'plannedSandboxes'],
]);
