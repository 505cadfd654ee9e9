import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** A generated type of `imports/`: it fixes apiVersion, kind and the shape of everything else. */
interface CustomResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: object;
}

/**
 * Adds a custom resource, typed by `imports/`. It goes through `ApiObject`, which keeps every key it is given, so
 * that the strict schema check sees what the compiler could not.
 */
export function customResource<T extends CustomResource>(
  scope: Construct,
  id: string,
  resource: Omit<T, 'metadata' | 'status'> & { metadata: ApiObjectMetadata },
): ApiObject {
  return new ApiObject(scope, id, resource as never);
}
