import type { Delivery, Environment } from '../../../settings/types';

interface EngineCommands {
  /** From the branch, before it is merged: prune nothing any more. */
  readonly before: readonly string[];
  /** Once the branch is merged. */
  readonly watch: readonly string[];
  /** Once the restore is finished and merged: prune again. */
  readonly after: readonly string[];
}

const commands: Record<Delivery['engines'][number], (env: Environment) => EngineCommands> = {
  argocd: ({ name, delivery }) => ({
    before: [`kubectl apply -k gitops/${name}/argocd`],
    watch: [`kubectl -n ${delivery.argocdNamespace} get application bkg-${name} -w`],
    after: [`kubectl apply -k gitops/${name}/argocd`],
  }),
  flux: ({ name, delivery }) => {
    const suspend = (value: boolean) =>
      `kubectl -n ${delivery.fluxNamespace} patch kustomization bkg-${name}-flux --field-manager=runbook --type merge -p '{"spec":{"suspend":${value}}}'`;
    return {
      // It keeps its own folder as the main branch has it, and would undo what is applied next.
      before: [suspend(true), `kubectl apply -k gitops/${name}/flux`],
      watch: [
        suspend(false),
        `kubectl -n ${delivery.fluxNamespace} get kustomizations -l bkg.dev/environment=${name} -w`,
      ],
      after: [],
    };
  },
};

/** What to say to the engines of an environment. */
export function engineCommands(env: Environment): EngineCommands {
  const all = env.delivery.engines.map((engine) => commands[engine](env));
  return {
    before: all.flatMap(({ before }) => before),
    watch: all.flatMap(({ watch }) => watch),
    after: all.flatMap(({ after }) => after),
  };
}
