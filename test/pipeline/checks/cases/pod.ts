import type { Data } from '../../../../kubernetes/access';

/** A container that anybody would take; what is given is laid over it. */
export function app(fields: Data = {}): Data {
  return { name: 'app', image: 'nginx:1.29', ...fields };
}

/** A pod that anybody would take. */
export function pod(spec: Data = {}, annotations?: Data): Data {
  const metadata = { name: 'web', namespace: 'default', ...(annotations && { annotations }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [app()], ...spec } };
}

/** A pod of one container. */
export function box(fields: Data): Data {
  return pod({ containers: [app(fields)] });
}

/** A pod with one init container beside the other. */
export function init(fields: Data): Data {
  return pod({ initContainers: [app({ name: 'init', ...fields })] });
}

/** A pod with a volume, mounted. */
export function volume(source: Data): Data {
  return pod({
    volumes: [{ name: 'data', ...source }],
    containers: [app({ volumeMounts: [{ name: 'data', mountPath: '/data' }] })],
  });
}

/** A workload of the apps group with a template. */
export function workload(kind: string, spec: Data = {}, podSpec: Data = {}): Data {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [app()], ...podSpec } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

/** A Job. */
export function job(spec: Data = {}, podSpec: Data = {}, metadata: Data = {}): Data {
  const template = { spec: { restartPolicy: 'Never', containers: [app()], ...podSpec } };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web', namespace: 'default', ...metadata },
    spec: { template, ...spec },
  };
}

/** A CronJob; the second is the spec of its Jobs. */
export function cronJob(spec: Data = {}, jobSpec: Data = {}, metadata: Data = {}): Data {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'web', namespace: 'default', ...metadata },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { ...(job().spec as Data), ...jobSpec } }, ...spec },
  };
}
