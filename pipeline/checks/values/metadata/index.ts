import type { ObjectRule } from '../../rule';
import { annotationKeys, annotationsSize, labels } from './labels';
import { composedName, nameMissing, nameSyntax, namespaceName } from './names';
import { finalizers, ownerReferences, serverFields } from './owners';

/** Rules about the metadata of any kind. */
export const metadataRules: readonly ObjectRule[] = [
  nameMissing,
  nameSyntax,
  composedName,
  namespaceName,
  labels,
  annotationKeys,
  annotationsSize,
  ownerReferences,
  finalizers,
  serverFields,
];
