/**
 * Kubernetes 1.27, the supported floor, as cdk8s-plus-27's L1. Import it from here: the bundle copies some three
 * thousand names at each import of the package.
 */
export * from 'cdk8s-plus-27/lib/imports/k8s';
