import { at, type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import type { Manifest } from '../../objects/manifest';
import type { Graph } from '../../objects/graph';
import { namespaceOf } from '../../objects/names';

/** An application of Argo CD: one that stands in the tree, or those that an ApplicationSet makes from one template. */
export interface Application {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly spec: Data;
  /** Where a field of `spec` stands in the object. */
  readonly fieldAt: (path: FieldPath) => FieldPath;
}

/** One place that an application comes from. */
export interface Source {
  readonly path: FieldPath;
  readonly repoURL: string | undefined;
  readonly folder: string | undefined;
}

/** All applications of a tree. */
export function applicationsOf(graph: Graph): Application[] {
  const single = graph.ofKind('argoproj.io/Application').map((manifest) => ({
    manifest,
    namespace: namespaceOf(manifest),
    spec: mapOf(manifest.object.spec),
    fieldAt: (path: FieldPath) => ['spec', ...path],
  }));
  return [...single, ...graph.ofKind('argoproj.io/ApplicationSet').flatMap(templatesOf)];
}

/**
 * The templates of an ApplicationSet: its own, and that of each generator, which goes before it (argo-cd v3.5.1,
 * applicationset/generators/generator_spec_processor.go). A patch may change any field, so that nothing is known of them.
 */
function templatesOf(manifest: Manifest): Application[] {
  const { template, templatePatch, generators } = mapOf(manifest.object.spec);
  if (textOf(templatePatch)) return [];
  const base = mapOf(mapOf(template).spec);
  const own = mapsOf(generators).flatMap(({ item, index }) =>
    Object.entries(item).flatMap(([kind, generator]) => {
      const first = mapOf(mapOf(mapOf(generator).template).spec);
      return Object.keys(first).length > 0
        ? [{ first, at: ['spec', 'generators', index, kind, 'template', 'spec'] }]
        : [];
    }),
  );
  const templates = own.length < mapsOf(generators).length || own.length === 0 ? [{ first: {}, at: [] }, ...own] : own;
  return templates.map(({ first, at: place }) => ({
    manifest,
    // Whatever the template says (applicationset/controllers/template/template.go).
    namespace: namespaceOf(manifest),
    spec: filled(first, base),
    fieldAt: (path) => (at(first, path) === undefined ? ['spec', 'template', 'spec', ...path] : [...place, ...path]),
  }));
}

/** A map with what it does not say from another one. */
function filled(first: Data, second: Data): Data {
  const isMap = (value: unknown) => value !== null && typeof value === 'object' && !Array.isArray(value);
  const isEmpty = (value: unknown) => !value || (Array.isArray(value) && value.length === 0);
  const merged = Object.entries(first).map(([key, value]) => {
    const other = second[key];
    if (isEmpty(value)) return [key, other ?? value];
    return [key, isMap(value) && isMap(other) ? filled(mapOf(value), mapOf(other)) : value];
  });
  return { ...second, ...(Object.fromEntries(merged) as Data) };
}

/** A text that is what it says; undefined for the field of a template that every generated application has another of. */
export function literalOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text?.includes('{{') ? undefined : text;
}

/** Where an application comes from: `sources` goes before `source`, `sourceHydrator` before both. */
export function sourcesOf({ spec }: Application): Source[] {
  const { source, sources, sourceHydrator } = spec;
  const places: FieldPath[] = sourceHydrator
    ? ['drySource', 'syncSource'].map((field) => ['sourceHydrator', field])
    : mapsOf(sources).map(({ index }) => ['sources', index]);
  if (places.length === 0 && source !== undefined) places.push(['source']);
  return places.map((path) => {
    const { repoURL, path: folder } = mapOf(at(spec, path));
    return { path, repoURL: literalOf(repoURL), folder: literalOf(folder) };
  });
}
