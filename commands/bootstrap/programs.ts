import type { Action, Step } from './step';

/** How each program is looked for, and where people get it. */
const programs = {
  kubectl: {
    there: has('kubectl'),
    get: 'install it, at most a minor version apart from the cluster: kubernetes.io/docs/tasks/tools',
  },
  jq: { there: has('jq'), get: 'install the package of that name' },
  openssl: { there: has('openssl'), get: 'install the package of that name' },
  helm: { there: has('helm'), get: 'install version 3.14 or newer: helm.sh/docs/intro/install' },
  vault: { there: `${has('vault')} || ${has('bao')}`, get: "install it, or OpenBao's bao: openbao.org/docs/install" },
  gcloud: { there: has('gcloud'), get: 'install the command line of Google Cloud: cloud.google.com/sdk/docs/install' },
  aws: {
    there: has('aws'),
    get: 'install the command line of AWS, which speaks to any S3 server: docs.aws.amazon.com/cli',
  },
} as const;

/** A program that shell of a step calls. */
export type Program = keyof typeof programs;

function has(name: string): string {
  return `command -v ${name} >/dev/null`;
}

/** What has to be installed where the steps run; all that is missing is told at once. */
export function toolsStep(steps: readonly Step[]): Step {
  const needed = new Set(steps.flatMap(({ needs }) => needs));
  const names = (Object.keys(programs) as Program[]).filter((name) => needed.has(name));
  return {
    name: 'tools',
    why: 'programs that the other steps call are installed',
    needs: [],
    actions: names.map((name): Action => ({
      what: name,
      unless: programs[name].there,
      otherwise: `is not installed, or not on PATH; ${programs[name].get}`,
    })),
  };
}
