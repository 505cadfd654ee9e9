import { type Data, type FieldPath, listOf, mapOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { quantityFindings, quantityOf } from '../cluster/resources';
import { notOneOf, wrong } from '../for-kinds';
import { selectorFindings } from '../metadata/selectors';

const modes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** What is wrong with a claim that a pod or a StatefulSet makes. */
export function* claimFindings(spec: Data, path: FieldPath): Generator<Finding> {
  yield* modeFindings(listOf(spec.accessModes), path);
  yield* notOneOf([...path, 'volumeMode'], spec.volumeMode, ['Filesystem', 'Block']);
  yield* selectorFindings(spec.selector, [...path, 'selector']);
  const name = textOf(spec.storageClassName) ?? '';
  if (name !== '' && !isDnsSubdomain(name))
    yield wrong([...path, 'storageClassName'], `"${name}" is not a valid class name`);
  for (const side of ['requests', 'limits'])
    yield* quantityFindings(mapOf(spec.resources)[side], [...path, 'resources', side]);
  const size = quantityOf(mapOf(mapOf(spec.resources).requests).storage);
  if (size === undefined) yield wrong(path, 'asks for no storage; set "resources.requests.storage"');
  else if (size <= 0) yield wrong([...path, 'resources', 'requests', 'storage'], 'must be more than 0');
}

function* modeFindings(given: readonly unknown[], path: FieldPath): Generator<Finding> {
  if (given.length === 0) yield wrong(path, `needs one of ${modes.join(', ')} in "accessModes"`);
  for (const [index, mode] of given.entries()) yield* notOneOf([...path, 'accessModes', index], mode, modes);
  if (given.includes('ReadWriteOncePod') && given.some((mode) => mode !== 'ReadWriteOncePod'))
    yield wrong([...path, 'accessModes'], '"ReadWriteOncePod" stands alone; remove the others');
}
