import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers } from '../support/answers';
import { ROOT } from '../support/environments';

const production = readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8');
const [, released = ''] = /^ {2}image: (.*cave-daemon:.*)$/m.exec(production) ?? [];

/** What a person sees who lets reads be copied in production, once it is changed as well. */
function said(change: (text: string) => string, percent = 10): string[] {
  const rollout = `{ active: blue, blue: { image: ${released} }, green: { image: ${released}, shadow: { percent: ${percent} } } }`;
  const text = production.replace(released, `${released}\n  rollout: ${rollout}`);
  return answers(change(text)).map((answer) => answer.replace(/^production\.yaml:\d+ {2}/, ''));
}

const needs = (what: string) =>
  `daemon.rollout.green.shadow: needs ${what}; otherwise nobody compares its answers  [environment/shadow-verdict]`;

test('copies whose answers our Prometheus can compare', () => {
  expect(said((text) => text)).toEqual([]);
});

test.each([
  [
    'a gateway whose upstreams nobody knows',
    (text: string) => text.replace('    policies: envoy-gateway\n', '').replace(/^ {2}adminAllowList: .*\n/m, ''),
    needs('route.gateway.policies: envoy-gateway'),
  ],
  [
    'a Prometheus that sees no proxy',
    (text: string) => text.replace(/^ {6}federation:\n( {8}.*\n)+/m, ''),
    needs('monitoring.prometheus.instance.federation'),
  ],
  [
    'one that leaves the proxy out',
    (text: string) => text.replace('kubelet, ingress-controller,', 'kubelet,'),
    needs('ingress-controller in monitoring.prometheus.clusterSources'),
  ],
])('%s', (_name, change, answer) => {
  expect(said(change)).toEqual([answer]);
});

test('without copies there is nothing to compare', () => {
  const blind = (text: string) => text.replace('kubelet, ingress-controller,', 'kubelet,');
  expect(said(blind, 0)).toEqual([]);
});

test('somebody else’s Prometheus, which we do not ask', () => {
  const existing = 'mode: existing\n    existing: { namespace: m, podLabels: { a: b }, selectorLabels: {} }\n';
  const change = (text: string) =>
    text
      .replace(/mode: instance\n {4}instance:\n {6}image: .*prometheus:[^]*?(?= {4}clusterSources)/, existing)
      .replace(/mode: instance\n {4}instance:\n {6}image: .*alertmanager:[^]*?(?=\n {2}\w)/, 'mode: existing');
  expect(said(change)).toEqual([needs('monitoring.prometheus.mode: instance')]);
});
