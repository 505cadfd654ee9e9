import type { ObjectRule } from '../../rule';
import {
  definitionDefault,
  definitionNames,
  definitionPaths,
  definitionSchema,
  definitionValidations,
  definitionVersions,
} from './definitions';
import { admissionPolicy, policyBinding } from './policies';
import { apiService } from './service';
import { webhook, webhookClient, webhookRules } from './webhooks';

/** Rules about what extends the API server: definitions, webhooks, admission policies, aggregated APIs. */
export const apiRules: readonly ObjectRule[] = [
  webhook,
  webhookClient,
  webhookRules,
  admissionPolicy,
  policyBinding,
  apiService,
  definitionNames,
  definitionVersions,
  definitionPaths,
  definitionSchema,
  definitionDefault,
  definitionValidations,
];
