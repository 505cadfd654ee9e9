import { existsSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../kubernetes/access';
import type { Manifest } from '../pipeline/objects/manifest';
import { labelsOf } from '../pipeline/objects/names';
import type { Context } from '../pipeline/checks/rule';
import { environmentLabel } from '../settings/facts/labels';
import { readEnvironment } from '../settings/read';
import { contextOf } from './context';

/** Objects that are meant for one cluster, and what is known about it. */
export interface Tree {
  readonly manifests: readonly Manifest[];
  readonly context: Partial<Context>;
}

/**
 * One tree for each environment that objects are labelled with, one for all others. What a cluster has besides the tree is
 * taken from the environment's file.
 */
export function treesOf(manifests: readonly Manifest[], environments: string): Tree[] {
  const byEnvironment = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const environment = textOf(labelsOf(manifest)[environmentLabel]) ?? '';
    const tree = byEnvironment.get(environment);
    if (tree) tree.push(manifest);
    else byEnvironment.set(environment, [manifest]);
  }
  return [...byEnvironment].map(([name, tree]) => ({ manifests: tree, context: contextFor(name, environments) }));
}

function contextFor(name: string, environments: string): Partial<Context> {
  const file = path.join(environments, `${name}.yaml`);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) return {};
  const result = readEnvironment(name, file);
  // What is wrong with the file, `synth` says.
  if ('problems' in result) return {};
  return contextOf(result.environment);
}
