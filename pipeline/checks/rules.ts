import { celRules } from './cel';
import { engineRules } from './delivery';
import { imageRules } from './images';
import { networkTreeRules } from './network';
import { podSecurityRules } from './pod-security';
import { referenceRules } from './references';
import type { ObjectRule, TreeRule } from './rule';
import { secretRules } from './secrets';
import { apiRules } from './values/api';
import { clusterRules } from './values/cluster';
import { customRules } from './values/custom';
import { metadataRules } from './values/metadata';
import { networkRules } from './values/network';
import { podRules } from './values/pods';
import { workloadRules } from './values/workloads';

/** Every rule about one object; adding one is a line in the list of its family. */
export const objectRules: readonly ObjectRule[] = [
  ...metadataRules,
  ...podRules,
  ...workloadRules,
  ...networkRules,
  ...clusterRules,
  ...apiRules,
  ...celRules,
  ...customRules,
  ...imageRules,
  ...secretRules,
];

/** Every rule about objects together. */
export const treeRules: readonly TreeRule[] = [
  ...podSecurityRules,
  ...referenceRules,
  ...engineRules,
  ...networkTreeRules,
];
