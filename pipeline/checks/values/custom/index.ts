import type { ObjectRule } from '../../rule';
import { alertGroups, alertIntervals, alertReceivers, alertAddresses } from './alertmanager';
import { applicationDestination, applicationSource, projectShape, projectWindows } from './argo';
import { certificateKey, certificateNames, certificateTimes } from './certificate';
import { backupSchedule, databaseReplicas, databaseRoles, databaseSize, databaseStart } from './database';
import { databaseHibernation, databaseParameters, databaseSource } from './database-parameters';
import { operatorDurations } from './durations';
import { fluxDependencies, fluxKubeConfig, fluxReference } from './flux';
import { monitorSelectors, relabelings, scrapeAuthorization, scrapeTimeout } from './monitors';
import { ruleExpressions, ruleGroups, ruleLabels, ruleShape, rulesTwice } from './prometheus-rule';
import { seccompCalls } from './seccomp';
import { externalSecretData, externalSecretKeys, externalSecretStore, storeProvider } from './secrets';

/** Rules about custom resources: what their operators refuse, mostly without the API server knowing. */
export const customRules: readonly ObjectRule[] = [
  operatorDurations,
  databaseParameters,
  databaseSource,
  databaseHibernation,
  externalSecretData,
  monitorSelectors,
  scrapeTimeout,
  scrapeAuthorization,
  relabelings,
  ruleGroups,
  ruleShape,
  ruleExpressions,
  ruleLabels,
  rulesTwice,
  alertReceivers,
  alertIntervals,
  alertGroups,
  alertAddresses,
  storeProvider,
  externalSecretStore,
  externalSecretKeys,
  certificateNames,
  certificateTimes,
  certificateKey,
  databaseSize,
  databaseStart,
  databaseReplicas,
  databaseRoles,
  backupSchedule,
  applicationSource,
  applicationDestination,
  projectShape,
  projectWindows,
  fluxDependencies,
  fluxKubeConfig,
  fluxReference,
  seccompCalls,
];
