import { listOf, textOf } from '../../../../kubernetes/access';
import { isImageReference } from '../../../../kubernetes/syntax';
import { notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { forContainers, forPods, isEmpty, isSet } from './scope';

/** Pods run something. */
export const containersMissing = forPods({
  id: 'value/containers-missing',
  description: 'a pod without containers',
  example: '`containers: []`',
  *check({ spec, path }) {
    if (listOf(spec.containers).length === 0) yield wrong(path, 'has no containers; add one to "containers"');
  },
});

/** Containers have names that become part of others. */
export const containerName = forContainers({
  id: 'value/container-name',
  description: 'a container whose name is empty or not a DNS label',
  example: '`name: web_app`',
  *check({ name }, path) {
    yield* notValid([...path, 'name'], name, forms.label, 'container name');
  },
});

/** Names are unique across all containers of a pod. */
export const containerTwice = forPods({
  id: 'value/container-twice',
  description: 'two containers of a pod with the same name, init containers included',
  example: '`containers: [{ name: app }, { name: app }]`',
  check: ({ containers }) =>
    repeated(
      containers.map(({ container, path }) => ({ key: textOf(container.name), path: [...path, 'name'] })),
      (name) => `another container is called "${name}" already; choose another name`,
    ),
});

/** Containers have an image. */
export const imageMissing = forContainers({
  id: 'value/image-missing',
  description: 'a container without an image, or with blanks around its name',
  example: '`image: ""`',
  *check({ image }, path) {
    if (isEmpty(image)) yield wrong(isSet(image) ? [...path, 'image'] : path, 'has no image; set "image"');
    else if (typeof image === 'string' && image.trim() !== image)
      yield wrong([...path, 'image'], 'has blanks around it; remove them');
  },
});

/**
 * Images are references that a node can pull. The API server takes any text; the kubelet gives up with
 * `InvalidImageName`.
 */
export const imageReference = forContainers({
  id: 'value/image-reference',
  description: 'an image that is not a valid reference: upper-case letters, two tags, a short digest',
  example: '`image: nginx:1.29:latest`',
  *check({ image }, path) {
    if (typeof image === 'string' && image.trim() !== '' && !isImageReference(image.trim()))
      yield wrong(
        [...path, 'image'],
        `"${image}" is not a valid image reference; write "registry/path/name:tag@sha256:…"`,
      );
  },
});

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const messagePolicies = ['File', 'FallbackToLogsOnError'];

/** When images are pulled, and where containers leave their last words. */
export const containerPolicies = forContainers({
  id: 'value/container-policy',
  description: 'an unknown pull policy or termination message policy',
  example: '`imagePullPolicy: Sometimes`',
  *check({ imagePullPolicy, terminationMessagePolicy }, path) {
    yield* notOneOf([...path, 'imagePullPolicy'], imagePullPolicy, pullPolicies);
    yield* notOneOf([...path, 'terminationMessagePolicy'], terminationMessagePolicy, messagePolicies);
  },
});

/** Ephemeral containers are added to running pods. */
export const ephemeralContainers = forPods({
  id: 'value/ephemeral-container',
  description: 'ephemeral containers in a manifest; they can only be added to running pods',
  example: '`ephemeralContainers: [{ name: debug, image: busybox }]`',
  *check({ spec, path }) {
    if (listOf(spec.ephemeralContainers).length > 0)
      yield wrong([...path, 'ephemeralContainers'], 'cannot be set in a manifest; use `kubectl debug`');
  },
});
