import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { layoutOf } from '../package/oci';
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

function writeLayout(folder: string, { manifest, config, layer, tag }: Image): void {
  for (const { path: file, text } of layoutOf(manifest.content, [config, layer], tag)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
