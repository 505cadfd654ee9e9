import { uuidOf } from '../package/uuid';

/** What a bill is about. */
export interface Sources {
  readonly name: string;
  readonly version: string;
  /** When its commit was made, in UTC: `2026-01-31T12:00:00Z`. */
  readonly date: string;
}

interface CycloneDx {
  readonly serialNumber: string;
  readonly metadata: object;
}

interface Spdx {
  readonly documentNamespace: string;
  readonly creationInfo: object;
}

/** A bill in CycloneDX with the date of the commit and a number that follows from its content. */
export function settledCycloneDx(text: string, { date }: Sources): string {
  const bill = JSON.parse(text) as CycloneDx;
  const content = { ...bill, metadata: { ...bill.metadata, timestamp: date }, serialNumber: '' };
  return json({ ...content, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}` });
}

/** The same in SPDX, where a namespace under `base` stands for the number. */
export function settledSpdx(text: string, base: string, { name, version, date }: Sources): string {
  const bill = JSON.parse(text) as Spdx;
  const content = { ...bill, creationInfo: { ...bill.creationInfo, created: date }, documentNamespace: '' };
  const number = uuidOf(JSON.stringify(content));
  return json({ ...content, documentNamespace: `${base}/${name}-${version}-${number}` });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
