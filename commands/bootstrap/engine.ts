import type { Manifest } from '../../charts/component';
import { credentialsName, credentialsOf } from '../../charts/delivery/credentials';
import { sourceKind } from '../../charts/delivery/flux-source';
import { namespaceOf } from '../../charts/places';
import { groupOf, groupsOf } from '../../kubernetes/kinds';
import type { Environment } from '../../settings/types';
import type { Catalogue } from './catalogue';
import { engines, operatorActions } from './operators';
import { asks, kindActions, neededKinds } from './served';
import { type Action, holds, type Step, waiting } from './step';

/** The engine, and the objects that tell it what to reconcile; everything after them is its own business. */
export function engineStep(env: Environment, catalogue: Catalogue, manifests: readonly Manifest[]): Step {
  const names = engines.filter((name) => env.cluster.operators.includes(name));
  const ofEngines = new Set(engines.flatMap(groupsOf));
  // Both may be rendered; a cluster listens to one.
  const [engine = 'argocd'] = [...env.delivery.engines].sort();
  return {
    name: 'engine',
    why: 'the engine is installed, and knows the repository and the environment',
    needs: ['kubectl', 'jq', ...(names.length > 0 ? (['helm'] as const) : [])],
    actions: [
      ...operatorActions(env, catalogue, names, manifests),
      ...kindActions(neededKinds(manifests).filter(({ apiVersion }) => ofEngines.has(groupOf(apiVersion)))),
      ...beforeObjects(env, engine),
      objectsAction(env, engine),
      ...credentialsAction(env, engine),
    ],
  };
}

type Engine = Environment['delivery']['engines'][number];

function namespaceOfEngine({ delivery }: Environment, engine: Engine): string {
  return engine === 'flux' ? delivery.fluxNamespace : delivery.argocdNamespace;
}

/** What the objects name and nobody but people can make. */
function beforeObjects(env: Environment, engine: Engine): Action[] {
  const { source, signedBy } = env.delivery;
  const credentials = credentialsOf(env);
  const namespace = namespaceOfEngine(env, engine);
  return [
    ...(credentials
      ? [
          {
            what: `ClusterSecretStore ${credentials.store}`,
            unless: asks(`/apis/external-secrets.io/v1/clustersecretstores/${credentials.store}`),
            otherwise: `is missing; make it for namespace ${namespace}, with the credentials of ${credentials.address} at ${credentials.path}, or correct ${source === 'git' ? 'delivery.credentials' : 'delivery.oci.credentials'}`,
            first: true,
          },
        ]
      : []),
    ...(signedBy && engine === 'flux'
      ? [
          {
            what: `Secret ${namespace}/${signedBy.fluxSecret}`,
            unless: asks(`/api/v1/namespaces/${namespace}/secrets/${signedBy.fluxSecret}`),
            otherwise: 'is missing; make it with the public keys of those who sign, or correct delivery.signedBy',
            first: true,
          },
        ]
      : []),
  ];
}

/**
 * Flux keeps its own objects current once they are there, unless it reads from a registry, which does not hold them; those
 * of Argo CD are applied again when they have changed.
 */
function objectsAction({ name, delivery }: Environment, engine: Engine): Action {
  const folder = `gitops/${name}/${engine}`;
  const isKept = engine === 'flux' && delivery.source === 'git';
  return {
    what: folder,
    unless: `kubectl ${isKept ? 'get' : 'diff'} -k ${folder} >/dev/null 2>&1`,
    then: `kubectl apply -k ${folder}`,
  };
}

/** External Secrets brings the credentials after the objects; without them the engine reads nothing. */
function credentialsAction(env: Environment, engine: Engine): Action[] {
  if (!credentialsOf(env)) return [];
  const [namespace, name] = [namespaceOfEngine(env, engine), credentialsName(env)];
  const there = asks(`/api/v1/namespaces/${namespace}/secrets/${name}`);
  return [
    {
      what: `credentials of where the engine reads, Secret ${namespace}/${name}`,
      unless: `${there} 2>&1`,
      then: `${waiting(`${there} 2>&1`, 60)}`,
      otherwise: `have not come; see kubectl -n ${namespace} describe externalsecret ${name}`,
    },
  ];
}

/** The verdict of the Job that asks the platform whether it works. */
export function verdictStep(env: Environment): Step {
  const { rollOutMinutes } = env.delivery;
  const job = `kubectl -n ${namespaceOf(env, 'checks')}`;
  const label = 'app.kubernetes.io/name=post-deploy-check';
  const present = `${job} get jobs -l ${label} -o json 2>/dev/null | ${holds('.items | length > 0')}`;
  return {
    name: 'verdict',
    why: 'the platform works, as its own check says',
    needs: ['kubectl', 'jq'],
    actions: [
      {
        what: 'the post-deploy check',
        unless: present,
        then: waiting(present, rollOutMinutes * 60),
        otherwise: `has not been started within ${rollOutMinutes} minutes; ask the engine why: ${whoToAsk(env)}`,
        first: true,
      },
      {
        what: 'the post-deploy check',
        unless: `${job} get jobs -l ${label} -o json | ${holds('[.items[] | select(any(.status.conditions[]?; .type == "Complete" and .status == "True"))] | length > 0')}`,
        then: `${job} wait --for=condition=complete --timeout=${rollOutMinutes}m jobs -l ${label}`,
        otherwise: `has not ended well; see ${job} logs -l ${label} --tail=50`,
      },
    ],
  };
}

/** How people see what keeps the engine from going on. */
function whoToAsk(env: Environment): string {
  const [engine = 'argocd'] = [...env.delivery.engines].sort();
  const kinds = engine === 'flux' ? `${sourceKind(env)},Kustomization` : 'applications.argoproj.io';
  return `kubectl -n ${namespaceOfEngine(env, engine)} get ${kinds}`;
}
