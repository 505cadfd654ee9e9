import { quote } from './messages';

/** What a message needs of a branch: the fields that it asks for. */
interface Branch {
  readonly required?: readonly string[];
}

/** For a value of which exactly one branch has to be true: none is, or several are. */
export function alternativesMessage(branches: readonly Branch[], fitting: readonly Branch[]): string {
  const [all, given] = [branches, fitting].map((some) =>
    some.map(({ required = [] }) => required.map(quote).join(' with ')),
  );
  if (!all || !given || all.includes('')) return 'must fit exactly one of the forms that its definition lists';
  return given.length === 0
    ? `needs one of ${all.join(', ')}; add one`
    : `has ${given.join(' and ')}, of which only one may be there; remove the others`;
}

/** For a value that must not be as the branch says. */
export function refusedMessage({ required = [] }: Branch): string {
  if (required.length === 0) return 'has a form that its definition excludes';
  return required.length === 1
    ? `must not have ${required.map(quote).join('')}; remove it`
    : `must not have ${required.map(quote).join(' together with ')}; remove one`;
}
