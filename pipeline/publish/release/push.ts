import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../provenance/statement';
import { digestOf, type Image } from './image';
import { ProgramError, runProgram } from './program';

/** Pushes an image with crane, byte for byte, and returns its name by digest. Throws ProgramError. */
export function pushImage(registry: string, image: Image): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-push-'));
  const repository = `${registry}/${image.repository}`;
  try {
    writeLayout(folder, image);
    runProgram('crane', ['push', folder, `${repository}:${image.tag}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const digest = runProgram('crane', ['digest', `${repository}:${image.tag}`]).trim();
  if (digest !== digestOf(image)) throw new ProgramError(`${repository}:${image.tag} is ${digest} there`);
  return `${repository}@${digest}`;
}

/** OCI image-spec v1.1, "Image Layout". */
function writeLayout(folder: string, { manifest, config, layer }: Image): void {
  const content = Buffer.from(manifest.content);
  const blobs = path.join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  for (const blob of [content, Buffer.from(config), layer]) writeFileSync(path.join(blobs, sha256(blob)), blob);
  const { mediaType } = JSON.parse(content.toString()) as { mediaType: string };
  const entry = { mediaType, digest: `sha256:${sha256(content)}`, size: content.length };
  writeFileSync(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
}
