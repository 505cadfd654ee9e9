import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { notOneOf, wrong } from '../for-kinds';
import { notPortOrName } from '../forms';
import { isSet } from './scope';

/** What a probe can do. */
export const probeActions = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

/** What a hook can do. */
export const hookActions = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

/** What is wrong with the action of a probe or hook: there is exactly one, and it is whole. */
export function* actionFindings(handler: Data, path: FieldPath, actions: readonly string[]): Generator<Finding> {
  const given = actions.filter((action) => isSet(handler[action]));
  if (given.length === 0) yield wrong(path, `does nothing; set one of ${actions.join(', ')}`);
  if (given.length > 1) yield wrong([...path, given[1] ?? ''], `there is "${given[0]}" already; keep one`);
  if (given[0] === 'exec' && listOf(mapOf(handler.exec).command).length === 0)
    yield wrong([...path, 'exec'], 'runs nothing; set "command"');
  if (given[0] === 'httpGet') yield* httpFindings(mapOf(handler.httpGet), [...path, 'httpGet']);
  if (given[0] === 'tcpSocket') yield* notPortOrName([...path, 'tcpSocket', 'port'], mapOf(handler.tcpSocket).port);
  const grpcPort = numberOf(mapOf(handler.grpc).port);
  if (given[0] === 'grpc' && grpcPort !== undefined) yield* notPortOrName([...path, 'grpc', 'port'], grpcPort);
}

const headerName = /^[-A-Za-z0-9]+$/;

function* httpFindings({ port, scheme, httpHeaders }: Data, path: FieldPath): Generator<Finding> {
  yield* notPortOrName([...path, 'port'], port);
  yield* notOneOf([...path, 'scheme'], scheme, ['HTTP', 'HTTPS']);
  for (const { item, index } of mapsOf(httpHeaders)) {
    if (typeof item.name === 'string' && !headerName.test(item.name))
      yield wrong(
        [...path, 'httpHeaders', index, 'name'],
        `"${item.name}" is not a valid header name; use letters, digits and "-"`,
      );
  }
}
