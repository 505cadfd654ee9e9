import type { Delivery, Environment } from '../../../settings/types';

interface EngineCommands {
  /** From the branch, before it is merged: prune nothing any more. */
  readonly before: readonly string[];
  /** Once the branch is merged. */
  readonly watch: readonly string[];
  /** Once the restore is finished and merged: prune again. */
  readonly after: readonly string[];
}

const applied = ({ name }: Environment, engine: string) => [`kubectl apply -k gitops/${name}/${engine}`];

const commands: Record<Delivery['engines'][number], (env: Environment) => EngineCommands> = {
  argocd: (env) => ({
    before: applied(env, 'argocd'),
    watch: [`kubectl -n ${env.delivery.argocdNamespace} get application bkg-${env.name} -w`],
    after: applied(env, 'argocd'),
  }),
  flux: (env) => {
    const { name, delivery } = env;
    const watch = `kubectl -n ${delivery.fluxNamespace} get kustomizations -l bkg.dev/environment=${name} -w`;
    // From a registry it keeps its own folder no more than Argo CD does.
    if (delivery.source === 'oci') return { before: applied(env, 'flux'), watch: [watch], after: applied(env, 'flux') };
    const suspend = (value: boolean) =>
      `kubectl -n ${delivery.fluxNamespace} patch kustomization bkg-${name}-flux --field-manager=runbook --type merge -p '{"spec":{"suspend":${value}}}'`;
    return {
      // It keeps its own folder as the main branch has it, and would undo what is applied next.
      before: [suspend(true), ...applied(env, 'flux')],
      watch: [suspend(false), watch],
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
