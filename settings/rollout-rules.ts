import { type ColourName, colours, previewHeader } from './facts/colours';
import { type Breach, breach, type EnvironmentRule } from './rule';
import type { DaemonColour, Environment } from './types';

/** The colours that the environment file describes, each with where it stands there. */
export function coloursOf({ daemon: { rollout } }: Environment): [name: ColourName, colour: DaemonColour][] {
  return colours.flatMap((name) => {
    const colour = rollout?.[name];
    return colour ? [[name, colour] satisfies [ColourName, DaemonColour]] : [];
  });
}

/** The field of a colour, such as `daemon.rollout.green.shadow`. */
export function colourField(name: ColourName, field: string): string {
  return `daemon.rollout.${name}.${field}`;
}

const rolloutColour: EnvironmentRule = {
  id: 'environment/rollout-colour',
  description: 'an active colour of which nothing is said',
  example: '`active: green` without `green`',
  check({ daemon: { rollout } }) {
    if (!rollout || rollout[rollout.active]) return [];
    const { active } = rollout;
    return [breach('daemon.rollout.active', `is ${active}, which has no image; add daemon.rollout.${active}`)];
  },
};

const rolloutImage: EnvironmentRule = {
  id: 'environment/rollout-image',
  description: 'a released image of the daemon that neither colour runs',
  example: '`image: …:0.2.0…`, `blue: { image: …:0.1.0… }`',
  check(env) {
    const all = coloursOf(env);
    if (all.length === 0 || all.some(([, { image }]) => image === env.daemon.image)) return [];
    const fields = all.map(([name]) => colourField(name, 'image')).join(' or ');
    const message = `is run by no colour; write it into ${fields}${all.length > 1 ? '' : ', or add the other colour with it'}`;
    return [breach('daemon.image', message)];
  },
};

const activeShadow: EnvironmentRule = {
  id: 'environment/active-shadow',
  description: 'copies of reads for the colour that everybody reaches',
  example: '`active: green`, `green: { shadow: … }`',
  check: (env) =>
    coloursOf(env).flatMap(([name, { shadow }]) => {
      if (!shadow || name !== env.daemon.rollout?.active) return [];
      const message = `remove it first, and let its pods become ready; what only gets copies cannot write, and ${name} is active`;
      return [breach(colourField(name, 'shadow'), message)];
    }),
};

const embedded: EnvironmentRule = {
  id: 'environment/embedded-rollout',
  description: 'two releases of a daemon that runs sandboxes itself',
  example: '`topology: embedded`, `rollout: …`',
  check: ({ kernel, daemon }) =>
    kernel.topology === 'embedded' && daemon.rollout
      ? [
          breach(
            'daemon.rollout',
            'remove it; with kernel.topology: embedded sandboxes live in the memory of one daemon and on one volume, so a second one could neither see nor stop them',
          ),
        ]
      : [],
};

/** Facts: ingress-nginx, annotations `mirror-target` and `canary`; Gateway API 1.3, HTTPRequestMirrorFilter. */
const rolloutRoute: EnvironmentRule = {
  id: 'environment/rollout-route',
  description: 'a copy of reads, or a preview, that the public route cannot give',
  example: '`route.kind: ingress` with `shadow`; `preview: true` with an empty `adminAllowList`',
  check: (env) =>
    coloursOf(env).flatMap(([name, { shadow, preview }]) => {
      const found: [field: string, why: string | undefined][] = [
        ['shadow', shadow && noMirror(env)],
        ['preview', preview ? noPreview(env) : undefined],
      ];
      return found.flatMap(([field, why]): Breach[] =>
        why === undefined ? [] : [breach(colourField(name, field), why)],
      );
    }),
};

function noMirror({ route }: Environment): string | undefined {
  if (route.kind === 'gateway') return undefined;
  return 'needs route.kind: gateway; ingress-nginx copies all methods of a path, so writes as well';
}

function noPreview({ route }: Environment): string | undefined {
  if (route.kind === 'ingress') {
    return 'needs route.kind: gateway; ingress-nginx ignores the allow-list of an Ingress that is chosen by a header';
  }
  if (route.gateway.policies === 'none') {
    return `needs route.gateway.policies: envoy-gateway; otherwise everybody who sends ${previewHeader} comes in`;
  }
  if (route.adminAllowList.length > 0) return undefined;
  return `needs route.adminAllowList; with an empty one everybody who sends ${previewHeader} comes in`;
}

const shadowPath: EnvironmentRule = {
  id: 'environment/shadow-path',
  description: 'a copy of calls that carry keys to issue or revoke',
  example: '`paths: [/api/v1/auth]`',
  check: (env) =>
    coloursOf(env).flatMap(([name, { shadow }]) =>
      (shadow?.paths ?? []).flatMap((path, index) =>
        /^\/api\/v1\/auth(\/|$)/.test(path)
          ? [
              {
                path: [...colourField(name, 'shadow.paths').split('.'), index],
                message: 'remove it; calls about keys are never copied',
              },
            ]
          : [],
      ),
    ),
};

/** What two releases of the daemon need from each other and from the route. */
export const rolloutRules = [rolloutColour, rolloutImage, activeShadow, embedded, rolloutRoute, shadowPath];
