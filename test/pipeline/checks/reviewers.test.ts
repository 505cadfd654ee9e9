import { isReviewers, reviewersFamilies, reviewersRules } from '../../../pipeline/checks/reviewers';
import { objectRules, treeRules } from '../../../pipeline/checks/rules';
import { deliveryRules } from '../../../pipeline/publish/tree/rule-list';

const ids = [...objectRules, ...treeRules, ...deliveryRules].map(({ id }) => id);

test('what is left out for reviewers are rules that there are', () => {
  expect([...reviewersRules].filter((id) => !ids.includes(id))).toEqual([]);
  expect(reviewersFamilies.filter((family) => !ids.some((id) => id.startsWith(family)))).toEqual([]);
});

test.each([
  ['reference/secret', true],
  ['value/mount-relative', true],
  ['value/mount-path', false],
  ['schema/unknown-field', false],
  ['pod-security/host-namespaces', false],
])('%s: %s', (rule, isOne) => {
  expect(isReviewers(rule)).toBe(isOne);
});
