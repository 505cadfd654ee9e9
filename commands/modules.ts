import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '../pipeline/publish/tree/write';
import type { ArchiveFile } from '../pipeline/publish/package/archive';

/** What a module is made of: its own language, scripts, and the chart that the one for clusters brings along. Not its tests. */
const parts = /^(?!(?:.*\/)?(?:tests|\.terraform)\/)(?:.+\.(?:tf|sh)|cluster\/objects\/.+\.yaml)$/;

/**
 * The Terraform modules of a repository, and the catalogue of operators that one of them reads; none where there are none.
 * Whatever else lies in their folder, such as a state, stays there.
 */
export function moduleFiles(root: string): ArchiveFile[] {
  const folder = path.join(root, 'deploy/terraform/modules');
  const files = listFiles(folder).filter((file) => parts.test(file));
  if (files.length === 0) return [];
  const read = (file: string) => readFileSync(file, 'utf8');
  return [
    ...files.map((file) => ({ path: file, text: read(path.join(folder, file)), isProgram: file.endsWith('.sh') })),
    { path: 'operators.yaml', text: read(path.join(root, 'deploy/operators.yaml')) },
  ];
}
