// The plan that README shows, as text and as a picture.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The committed environments, but production with more pods that want less, and a volume that would have to shrink; in a folder of `temporary`. */
export function changedEnvironments(root, temporary) {
  const folder = path.join(temporary, 'environments');
  cpSync(path.join(root, 'environments'), folder, { recursive: true });
  const file = path.join(folder, 'production.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text
    .replace(/(webApp:\n(?: .*\n)*? {2}replicas: )3/, '$14')
    .replace(/( size: )100Gi/, '$150Gi')
    .replace('cpu: 500m, memory: 512Mi', 'cpu: 250m, memory: 512Mi');
  writeFileSync(file, changed);
  return folder;
}
