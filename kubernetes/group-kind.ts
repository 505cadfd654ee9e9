import { type Data, textOf } from './access';

/** The group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

const groupKinds = new Map<string, Map<string, string>>();

/** `<group>/<Kind>` of an object, whatever the version. Everybody asks, so each is put together only once. */
export function groupKindOf({ apiVersion, kind }: Data): string {
  const [version, name] = [textOf(apiVersion) ?? '', textOf(kind) ?? ''];
  const known = groupKinds.get(version)?.get(name);
  if (known !== undefined) return known;
  const groupKind = `${groupOf(version)}/${name}`;
  const kinds = groupKinds.get(version) ?? new Map<string, string>();
  // Anybody may invent kinds.
  if (groupKinds.size < 1000 && kinds.size < 1000) groupKinds.set(version, kinds.set(name, groupKind));
  return groupKind;
}
