/** `kustomization.yaml`: not a cluster object, but it lies in the same tree and is checked with it. */
export interface KustomizationFile {
  apiVersion: 'kustomize.config.k8s.io/v1beta1';
  kind: 'Kustomization';
  metadata?: { name?: string; namespace?: string; labels?: StringMap; annotations?: StringMap };
  resources?: string[];
  components?: string[];
  crds?: string[];
  configurations?: string[];
  generators?: string[];
  transformers?: string[];
  validators?: string[];
  buildMetadata?: string[];
  namespace?: string;
  namePrefix?: string;
  nameSuffix?: string;
  commonAnnotations?: StringMap;
  labels?: KustomizeLabels[];
  images?: KustomizeImage[];
  patches?: KustomizePatch[];
  replicas?: { name: string; count: number }[];
  replacements?: unknown[];
  configMapGenerator?: KustomizeGenerator[];
  secretGenerator?: KustomizeGenerator[];
  generatorOptions?: KustomizeGeneratorOptions;
  sortOptions?: { order?: 'fifo' | 'legacy'; legacySortOptions?: unknown };
  helmCharts?: unknown[];
  helmGlobals?: unknown;
  openapi?: StringMap;
  // Old spellings that kustomize still reads.
  bases?: string[];
  commonLabels?: StringMap;
  helmChartInflationGenerator?: unknown[];
  imageTags?: KustomizeImage[];
  inventory?: unknown;
  patchesJson6902?: KustomizePatch[];
  patchesStrategicMerge?: string[];
  vars?: unknown[];
}

/** Labels, annotations and the like. */
export type StringMap = { [key: string]: string };

/** Labels for every object, for selectors only when asked. */
export interface KustomizeLabels {
  pairs?: StringMap;
  fields?: unknown[];
  includeSelectors?: boolean;
  includeTemplates?: boolean;
  includeVolumeClaimTemplates?: boolean;
}

/** A new name, tag or digest for an image. */
export interface KustomizeImage {
  name?: string;
  newName?: string;
  newTag?: string;
  digest?: string;
  tagSuffix?: string;
}

/** `path` names a file, `patch` holds the text itself. */
export interface KustomizePatch {
  path?: string;
  patch?: string;
  target?: {
    group?: string;
    version?: string;
    kind?: string;
    name?: string;
    namespace?: string;
    annotationSelector?: string;
    labelSelector?: string;
  };
  options?: { [key: string]: boolean };
}

/** One generated ConfigMap or Secret; `type` is for Secrets only. */
export interface KustomizeGenerator {
  name?: string;
  namespace?: string;
  behavior?: 'create' | 'merge' | 'replace';
  type?: string;
  literals?: string[];
  files?: string[];
  env?: string;
  envs?: string[];
  options?: KustomizeGeneratorOptions;
}

/** What all generated objects have in common. */
export interface KustomizeGeneratorOptions {
  annotations?: StringMap;
  labels?: StringMap;
  disableNameSuffixHash?: boolean;
  immutable?: boolean;
}
