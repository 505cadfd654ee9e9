/** Kinds with which the engines are told what to deliver. */
export const application = 'argoproj.io/Application';
export const applicationSet = 'argoproj.io/ApplicationSet';
export const helmRelease = 'helm.toolkit.fluxcd.io/HelmRelease';
export const kustomization = 'kustomize.toolkit.fluxcd.io/Kustomization';
