import type { Manifest } from '../../charts/component';
import { groupOf, groupsOf } from '../../kubernetes/kinds';
import type { Environment, Operator } from '../../settings/types';
import { type Catalogue, type Wanted, wantedOf } from './catalogue';
import { asks, neededKinds, served } from './served';
import { type Action, holds, quoted, type Step } from './step';

/** Operators that reconcile the tree; they come last, when there is something to reconcile. */
export const engines: readonly Operator[] = ['argo-cd', 'flux'];

/** Operators of the cluster but for its engines. */
export function operatorsStep(env: Environment, catalogue: Catalogue, manifests: readonly Manifest[]): Step[] {
  const names = env.cluster.operators.filter((name) => !engines.includes(name));
  if (names.length === 0) return [];
  return [
    {
      name: 'operators',
      why: 'operators are installed, at the versions of deploy/operators.yaml',
      needs: ['kubectl', 'jq', 'helm'],
      actions: operatorActions(env, catalogue, names, manifests),
    },
  ];
}

/** Installs what is missing of these operators. What somebody else has installed is theirs. */
export function operatorActions(
  env: Environment,
  catalogue: Catalogue,
  names: readonly Operator[],
  manifests: readonly Manifest[],
): Action[] {
  return wantedOf(env, catalogue, names).flatMap((wanted) => {
    const kinds = neededKinds(manifests).filter(({ apiVersion }) =>
      groupsOf(wanted.name).includes(groupOf(apiVersion)),
    );
    return [olderAction(wanted), installAction(wanted, kinds)];
  });
}

/** Numbers of a version. */
const numbers = 'def numbers: ltrimstr("v") | split("-")[0] | split(".") | map(tonumber? // 0); ';

/** A look at a release of Helm; fails where there is none. */
function release({ name, namespace }: Wanted, filter: string): string {
  return `helm get metadata ${name} -n ${quoted(namespace)} -o json 2>/dev/null | ${holds(filter)}`;
}

/** An upgrade may want something of whoever does it, so it is theirs. */
function olderAction(wanted: Wanted): Action {
  const { name, namespace, crds } = wanted;
  const version = versionOf(wanted);
  // What is in crds/ of a chart is installed once and never touched again.
  const first = crds === 'crds' ? `helm show crds ${chartOf(wanted)} | kubectl apply --server-side -f - && ` : '';
  return {
    what: name,
    unless: `! ${release(wanted, `${numbers}.status == "deployed" and (.version | numbers) < (${JSON.stringify(version)} | numbers)`)}`,
    otherwise:
      `is older than ${version}; read what has changed in it, then say: ` +
      `${first}helm upgrade ${name} ${chartOf(wanted)} -n ${quoted(namespace)} --reset-then-reuse-values`,
  };
}

function installAction(wanted: Wanted, kinds: readonly { apiVersion: string; kind: string }[]): Action {
  const { name, namespace } = wanted;
  // Helm would wait for whoever began an installation, also when nobody goes on with it; what was made is kept.
  const forget = `kubectl -n ${quoted(namespace)} delete secret -l owner=helm,name=${name},status=pending-install >/dev/null 2>&1`;
  const foreign = foreignSigns(wanted, kinds);
  return {
    what: `${name} ${versionOf(wanted)}`,
    unless: release(wanted, '.status == "deployed"'),
    ...(foreign && {
      leave: {
        when: `! ${release(wanted, '.status')} && ${foreign}`,
        because: `is not a release of helm in namespace ${namespace}, but what it brings is there: left alone`,
      },
    }),
    then: `${forget}; ${install(wanted)}`,
  };
}

/** Whether what an operator brings is served; undefined where it brings nothing, or another one brings it. */
function foreignSigns({ name, crds }: Wanted, kinds: readonly { apiVersion: string; kind: string }[]) {
  if (crds !== 'templates' && crds !== 'crds') return undefined;
  if (kinds.length > 0) return kinds.map(served).join(' && ');
  return groupsOf(name)
    .slice(0, 1)
    .map((group) => `${asks(`/apis/${group}`)} 2>&1`)[0];
}

/** JSON is YAML. Values come through a pipe, because an argument could not carry every one of them. */
function install(wanted: Wanted): string {
  const { name, namespace, values } = wanted;
  const command = `helm upgrade --install ${name} ${chartOf(wanted)} -n ${quoted(namespace)} --create-namespace --wait --timeout 10m`;
  const given = Object.keys(values).length > 0;
  return given ? `printf %s ${quoted(JSON.stringify(values))} | ${command} -f -` : command;
}

function chartOf({ chart, version }: Wanted): string {
  return version === undefined ? quoted(chart) : `${quoted(chart)} --version ${quoted(version)}`;
}

/** An archive has its version in its address. */
function versionOf({ chart, version }: Wanted): string {
  return version ?? /\d+\.\d+\.\d+/.exec(chart)?.[0] ?? '';
}
