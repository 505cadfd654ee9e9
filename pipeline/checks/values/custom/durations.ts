import { at } from '../../../../kubernetes/access';
import { gatewayMilliseconds, goMilliseconds } from '../../../../kubernetes/durations';
import { groupKindOf, kindsWith, recordOf } from '../../../../kubernetes/kinds';
import type { Kind } from '../../../../kubernetes/kinds/kind';
import { forKinds, wrong } from '../for-kinds';

type Form = NonNullable<Kind['durations']>['form'];

const holds: Readonly<Record<Form, (text: string) => boolean>> = {
  flux: (text) => /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/.test(text),
  gateway: (text) => gatewayMilliseconds(text) !== undefined,
  go: (text) => goMilliseconds(text) !== undefined,
};

/** Durations that operators read. */
export const operatorDurations = forKinds({
  id: 'value/duration',
  description: 'a duration that its operator cannot read',
  example: '`refreshInterval: 1d`',
  kinds: kindsWith('durations').join(' '),
  *check(object) {
    const { form, fields } = recordOf(groupKindOf(object)).durations ?? { form: 'go', fields: [] };
    for (const path of fields.map((field) => ['spec', ...field.split('.')])) {
      const text = at(object, path);
      if (typeof text === 'string' && !holds[form](text))
        yield wrong(path, `"${text}" is not a valid duration; use h, m and s, as in "24h"`);
    }
  },
});
