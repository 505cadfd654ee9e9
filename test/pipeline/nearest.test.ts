import { nearest } from '../../pipeline/nearest';

const FIELDS = ['image', 'imagePullPolicy', 'clusterIP', 'ports', 'port', 'env', 'envFrom'];

test.each([
  ['imagee', 'image'],
  ['iamge', 'image'],
  ['clusterIp', 'clusterIP'],
  ['imagePullpolicy', 'imagePullPolicy'],
  ['prots', 'ports'],
  ['evn', 'env'],
  ['zzzzzz', undefined],
  ['x', undefined],
  ['', undefined],
])('%s → %s', (name, expected) => {
  expect(nearest(name, FIELDS)).toBe(expected);
});
