import type { PictureComponent } from './model';

/** Components by stage, in the order of the roll-out. */
export function stagesOf(components: readonly PictureComponent[]): [stage: number, members: PictureComponent[]][] {
  const stages = [...new Set(components.map(({ stage }) => stage))].sort((a, b) => a - b);
  return stages.map((stage) => [stage, components.filter((one) => one.stage === stage)]);
}

/** What waits for what, without what follows from the rest. */
export function waits(components: readonly PictureComponent[]): [after: string, before: string][] {
  const byId = new Map(components.map((one) => [one.id, one]));
  const isBehind = (id: string, other: string): boolean =>
    (byId.get(id)?.after ?? []).some((before) => before === other || isBehind(before, other));
  return components.flatMap(({ id, after }) =>
    after
      .filter((before) => !after.some((other) => other !== before && isBehind(other, before)))
      .map((before): [string, string] => [id, before]),
  );
}
