import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';

const kinds = 'monitoring.coreos.com/AlertmanagerConfig';

function namesOf(list: unknown, path: FieldPath) {
  return mapsOf(list).map(({ item, index }) => ({
    key: textOf(item.name),
    path: [...path, index, 'name'],
  }));
}

/** Routes within routes, the first one included; `depth` bounds what refers to itself. */
function* routesOf(route: unknown, path: FieldPath, depth = 0): Generator<{ route: Data; path: FieldPath }> {
  yield { route: mapOf(route), path };
  if (depth > 50) return;
  for (const { item, index } of mapsOf(mapOf(route).routes))
    yield* routesOf(item, [...path, 'routes', index], depth + 1);
}

/** Who gets alerts. */
export const alertReceivers = forKinds({
  id: 'value/alert-receiver',
  description: 'a route to a receiver that the same object does not have, or two receivers of the same name',
  example: '`route: { receiver: web }` without receivers',
  kinds,
  *check(object) {
    const spec = mapOf(object.spec);
    const receivers = namesOf(spec.receivers, ['spec', 'receivers']);
    const names = new Set(receivers.map(({ key }) => key));
    yield* repeated(receivers, (name) => `the receiver "${name}" is there already; rename one`);
    if (spec.route === undefined) return;
    for (const { route, path } of routesOf(spec.route, ['spec', 'route'])) {
      const receiver = textOf(route.receiver) ?? '';
      if (receiver !== '' && !names.has(receiver))
        yield wrong([...path, 'receiver'], `there is no receiver "${receiver}"; add it or fix its name`);
      if (receiver === '' && path.length === 2) yield wrong(path, 'the first route takes every alert; set "receiver"');
    }
  },
});

/** When alerts keep silent. */
export const alertIntervals = forKinds({
  id: 'value/alert-interval',
  description: 'a route that is muted at a time which the same object does not define, or two times of the same name',
  example: '`muteTimeIntervals: [nights]` without definition',
  kinds,
  *check(object) {
    const spec = mapOf(object.spec);
    const intervals = namesOf(spec.muteTimeIntervals, ['spec', 'muteTimeIntervals']);
    const names = new Set(intervals.map(({ key }) => key));
    yield* repeated(intervals, (name) => `the time "${name}" is there already; rename one`);
    for (const { route, path } of routesOf(spec.route, ['spec', 'route'])) {
      for (const field of ['muteTimeIntervals', 'activeTimeIntervals']) {
        for (const [index, name] of listOf(route[field]).entries())
          if (typeof name === 'string' && !names.has(name))
            yield wrong([...path, field, index], `there is no time "${name}"; add it to "muteTimeIntervals"`);
      }
    }
  },
});

/** How alerts are put together. */
export const alertGroups = forKinds({
  id: 'value/alert-group',
  description: 'a route that groups by the same label twice, or by `...` and another',
  example: '`groupBy: ["...", namespace]`',
  kinds,
  *check(object) {
    for (const { route, path } of routesOf(mapOf(object.spec).route, ['spec', 'route'])) {
      const labels = listOf(route.groupBy).map((label, index) => ({
        key: textOf(label),
        path: [...path, 'groupBy', index],
      }));
      yield* repeated(labels, (label) => `"${label}" is there already; remove it`);
      if (labels.length > 1 && labels.some(({ key }) => key === '...'))
        yield wrong([...path, 'groupBy'], '"..." stands for all labels; remove the others');
    }
  },
});

/** Where alerts are sent. */
export const alertAddresses = forKinds({
  id: 'value/alert-address',
  description: 'a webhook or mail receiver without an address',
  example: '`webhookConfigs: [{}]`',
  kinds,
  *check(object): Generator<Finding> {
    for (const { item, index } of mapsOf(mapOf(object.spec).receivers)) {
      const path = ['spec', 'receivers', index];
      for (const { item: webhook, index: at } of mapsOf(item.webhookConfigs)) {
        if ((webhook.url ?? null) === null && (webhook.urlSecret ?? null) === null)
          yield wrong([...path, 'webhookConfigs', at], 'leads nowhere; set "urlSecret"');
      }
      for (const { item: mail, index: at } of mapsOf(item.emailConfigs))
        if (!textOf(mail.to)) yield wrong([...path, 'emailConfigs', at], 'goes to nobody; set "to"');
    }
  },
});
