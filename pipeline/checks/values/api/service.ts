import { mapOf, textOf } from '../../../../kubernetes/access';
import { isDns1035Label, isDnsSubdomain } from '../../../../kubernetes/syntax';
import { forKinds, wrong } from '../for-kinds';
import { serviceFindings } from './client-config';

/** An aggregated API; source: k8s.io/kube-aggregator 0.36, `ValidateAPIService`. */
export const apiService = forKinds({
  id: 'value/api-service',
  description:
    'an API service with a priority out of range, a group or version that cannot be, or a trust that contradicts itself',
  example: '`{ insecureSkipTLSVerify: true, caBundle: … }`',
  kinds: 'apiregistration.k8s.io/APIService',
  *check(object) {
    const spec = mapOf(object.spec);
    const [group, version] = [textOf(spec.group) ?? '', textOf(spec.version) ?? ''];
    if (group === '' && version !== 'v1') yield wrong(['spec', 'group'], 'only "v1" has no group; set one');
    if (group !== '' && !isDnsSubdomain(group)) yield wrong(['spec', 'group'], `"${group}" is not a valid API group`);
    if (!isDns1035Label(version)) yield wrong(['spec', 'version'], `"${version}" is not a valid version, as "v1beta1"`);
    for (const [field, most] of [
      ['groupPriorityMinimum', 20_000],
      ['versionPriority', 1000],
    ] as const) {
      const value = spec[field];
      if (typeof value === 'number' && (value < 1 || value > most))
        yield wrong(['spec', field], `must be 1 to ${most}`);
    }
    const [bundle, insecure] = [(spec.caBundle ?? '') !== '', spec.insecureSkipTLSVerify === true];
    if ((spec.service ?? null) !== null) {
      yield* serviceFindings(mapOf(spec.service), ['spec', 'service']);
      if (insecure && bundle)
        yield wrong(['spec', 'insecureSkipTLSVerify'], 'contradicts "caBundle"; remove one of them');
    } else {
      if (bundle) yield wrong(['spec', 'caBundle'], 'is for a "service" only; remove it');
      if (insecure) yield wrong(['spec', 'insecureSkipTLSVerify'], 'is for a "service" only; remove it');
    }
  },
});
