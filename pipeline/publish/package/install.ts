import { writeYaml } from '../../yaml/write';
import { chartFile, type Release, type Step } from './release';

/** A script that installs or upgrades all components in their order, with nothing but Helm. */
export function installScript(release: Release): string {
  const { name, version, steps } = release;
  return `#!/bin/sh
# Installs ${name} ${version} or upgrades to it: one release per component, each ready before the next one begins.
# CHART names the chart where it is not beside this file, such as oci://…; arguments are handed to helm.
set -eu
chart=\${CHART:-$(dirname "$0")/${chartFile(release)}}

step() { # COMPONENT MINUTES ARGUMENT…
  component=$1 minutes=$2
  shift 2
  helm upgrade "$component" "$chart" --install --namespace ${name} --create-namespace --set "component=$component" \\
    --timeout "\${minutes}m" --wait "$@"
}

${steps.map(call).join('\n')}
`;
}

function call({ component, timeoutMinutes, jobsEnd }: Step): string {
  return `step ${component} ${timeoutMinutes}${jobsEnd ? ' --wait-for-jobs' : ''} "$@"`;
}

/** The same for helmfile (https://helmfile.readthedocs.io): what does not depend on each other, it installs at once. */
export function helmfile(release: Release): string {
  const { name } = release;
  return writeYaml({
    helmDefaults: { createNamespace: true, wait: true },
    releases: release.steps.map(({ component, dependsOn, timeoutMinutes, jobsEnd }) => ({
      name: component,
      namespace: name,
      chart: `./${chartFile(release)}`,
      timeout: timeoutMinutes * 60,
      waitForJobs: jobsEnd,
      ...(dependsOn.length > 0 && { needs: dependsOn.map((before) => `${name}/${before}`) }),
      values: [{ component }],
    })),
  });
}
