/**
 * What the type declarations cannot say. Each entry names a type by `module#Type`, or a field by `module#Type.field`.
 * An empty type that is not in OPEN stops the import: somebody has to decide.
 */

/** Types that look empty but hold free content upstream: `any` JSON value, or at least an `object`. */
export const OPEN: Readonly<Record<string, 'any' | 'object'>> = {
  // metav1: raw JSON by definition
  '@kubernetes-models/apimachinery/apis/meta/v1/FieldsV1#IFieldsV1': 'object',
  // Helm values of Flux, child routes of Alertmanager …
  'kubernetes-models/apiextensions.k8s.io/v1/JSON#IJSON': 'any',
  // collector configuration: receivers, processors, exporters, extensions, connectors, telemetry
  '@kubernetes-models/opentelemetry-operator/opentelemetry.io/v1beta1/AnyConfig#IAnyConfig': 'object',
};

/** Types that are one JSON scalar, whatever their declaration looks like. */
export const SCALARS: Readonly<Record<string, string | readonly string[]>> = {
  '@kubernetes-models/apimachinery/api/resource/Quantity#IQuantity': ['number', 'string'],
  '@kubernetes-models/apimachinery/util/intstr/IntOrString#IIntOrString': ['integer', 'string'],
};

/** Kubernetes keeps fractions out of its APIs: every `number` is an integer, except these fields. */
export const FRACTIONS: ReadonlySet<string> = new Set(['maximum', 'minimum', 'multipleOf']);

/** Owners of the fields above. */
export const FRACTION_OWNERS: ReadonlySet<string> = new Set(['IJSONSchemaProps']);

/** Go marshals an unset time as null, so tools print it and the API server takes it. */
export const NULLABLE_FIELDS: ReadonlySet<string> = new Set(['creationTimestamp']);

/** Go marks these fields as always present, but the API server fills them in: a manifest may leave them out. */
export const DEFAULTED: ReadonlySet<string> = new Set([
  'IHelmChartTemplateVerification.provider',
  'IOCIRepositoryVerification.provider',
  'IOpenTelemetryCollectorSpec.managementState',
]);
