import { podSecurityRules } from './pod-security';
import type { ObjectRule, TreeRule } from './rule';

/** Every rule about one object; adding one is a line in the list of its family. */
export const objectRules: readonly ObjectRule[] = [];

/** Every rule about objects together. */
export const treeRules: readonly TreeRule[] = [...podSecurityRules];
