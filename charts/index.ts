import { ApiObject, type App, type Chart } from 'cdk8s';
import type { Environment } from '../settings/types';
import { bkgDb } from './bkg-db';
import { bkgDbMigration } from './bkg-db/migration';
import { bkgDbPolicies } from './bkg-db/policies';
import { caveDaemon } from './cave-daemon';
import { caveKernel } from './cave-kernel';
import { caveNode } from './cave-node';
import { checks } from './checks';
import type { Component, Manifest } from './component';
import { plainApp } from './constructs/plain-app';
import { ArgoCd } from './delivery/argocd';
import { Flux } from './delivery/flux';
import { decorate } from './delivery/guards';
import { imagePolicy } from './image-policy';
import { keyRotation } from './key-rotation';
import { monitoring } from './monitoring';
import { objectStorage } from './object-storage';
import { audit } from './object-storage/audit';
import { platform } from './platform';
import { restoreOrder, stopped, stoppedWorkloads } from './restore';
import { secretStoreBackup } from './secret-store-backup';
import { secrets } from './secrets';
import { restartOnChange } from './secrets/restarts';
import { type Stage, stagesOf } from './stages';
import { telemetry } from './telemetry';
import { adminUi, webApp } from './web-ui';

/** The components of the platform. Adding one is a line here. Order comes from each one's `after`, not from here. */
export const components: readonly Component[] = [
  platform,
  imagePolicy,
  secrets,
  secretStoreBackup,
  objectStorage,
  bkgDb,
  bkgDbMigration,
  bkgDbPolicies,
  keyRotation,
  telemetry,
  caveNode,
  caveKernel,
  caveDaemon,
  audit,
  adminUi,
  webApp,
  monitoring,
  checks,
];

/** A folder of the rendered tree. */
export interface RenderedFolder {
  /** Component, or delivery engine. */
  readonly name: string;

  /** The source that describes it. */
  readonly source: string;

  /** Whether it is part of the platform; delivery objects are applied to the engine, not by it. */
  readonly reconciled: boolean;

  readonly manifests: readonly Manifest[];
}

/** The order in which an environment's components are rolled out. */
export function stagesIn(env: Environment): Stage[] {
  const usual = stagesOf(components, (component) => component.present?.(env) ?? true);
  return env.database.restore ? restoreOrder(usual) : usual;
}

/** Renders an environment: its components, then what delivers them. Same environment, same objects in same order. */
export function render(env: Environment): RenderedFolder[] {
  const stages = stagesIn(env);
  const folders = renderComponents(env, stages);
  return [...folders, ...renderDelivery(env, stages, folders)];
}

function renderComponents(env: Environment, stages: readonly Stage[]): RenderedFolder[] {
  const app = plainApp();
  const present = components.filter(({ name }) => stages.some((stage) => stage.component === name));
  for (const component of present) component.build?.(app, env);
  const built = manifestsOf(app);
  const rendered = [...built.values()].flat();
  for (const component of present) component.summarize?.(app, env, rendered);
  const all = manifestsOf(app, built);
  const idle = stoppedWorkloads(env);
  return stages.map(({ component, wave }) => ({
    name: component,
    source: present.find(({ name }) => name === component)?.source ?? '',
    reconciled: true,
    manifests: (all.get(component) ?? []).map((manifest) =>
      decorate(restartOnChange(stopped(manifest, idle), env), wave, env),
    ),
  }));
}

function renderDelivery(
  env: Environment,
  stages: readonly Stage[],
  folders: readonly RenderedFolder[],
): RenderedFolder[] {
  const { engines } = env.delivery;
  const app = plainApp();
  if (engines.includes('argocd'))
    new ArgoCd(
      app,
      env,
      folders.flatMap(({ manifests }) => manifests),
    );
  if (engines.includes('flux'))
    new Flux(app, env, stages, new Map(folders.map(({ name, manifests }) => [name, manifests])));
  const all = manifestsOf(app);
  return [...engines].sort().map((engine) => ({
    name: engine,
    source: 'charts/delivery',
    reconciled: false,
    manifests: all.get(engine) ?? [],
  }));
}

/**
 * The objects of each chart, by its id; charts in `known` are taken from there. `app.synth()` would resolve the whole
 * App once per chart, and nothing here needs its dependency resolution.
 */
function manifestsOf(app: App, known: ReadonlyMap<string, Manifest[]> = new Map()): Map<string, Manifest[]> {
  return new Map(
    (app.node.children as Chart[]).map(({ node }) => {
      const objects = () =>
        node
          .findAll()
          .filter(ApiObject.isApiObject)
          .map((object) => object.toJson() as Manifest);
      return [node.id, known.get(node.id) ?? objects()];
    }),
  );
}
