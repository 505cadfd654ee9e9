import { recordOf } from './kinds';
import type { NameSyntax } from './kinds/kind';

// Services may begin with a digit since then (RelaxedServiceNameValidation, on by default).
const relaxedServices = 36;

/** The syntax of the names of a `<group>/<Kind>`: a DNS subdomain unless something else is known. */
export function nameSyntaxOf(groupKind: string, minor: number): NameSyntax {
  const { names = 'subdomain' } = recordOf(groupKind);
  return names === 'label-1035' && minor >= relaxedServices ? 'label' : names;
}
