import { podRules } from '../../../pipeline/checks/values/pods';
import { containerCases, envCases, portCases } from './cases/pods-containers';
import { mountCases, probeCases, resourceCases } from './cases/pods-running';
import { podCases, schedulingCases } from './cases/pods-scheduling';
import { securityCases } from './cases/pods-security';
import { volumeCases } from './cases/pods-volumes';
import { testCases } from './value-cases';

testCases(podRules, {
  containers: containerCases,
  ports: portCases,
  env: envCases,
  resources: resourceCases,
  probes: probeCases,
  mounts: mountCases,
  security: securityCases,
  scheduling: schedulingCases,
  pods: podCases,
  volumes: volumeCases,
});
