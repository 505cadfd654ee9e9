import type { Rule } from '../pipeline/problem';
import { capacityRules } from './capacity-rules';
import { databaseRules } from './database-rules';
import { deliveryRules } from './delivery-rules';
import { drainRules } from './drain-rules';
import { imageRules } from './image-rules';
import { missingField } from './missing-field';
import { monitoringRules } from './monitoring-rules';
import { networkRules } from './network-rules';
import { missingOperator } from './operator-rules';
import { needlessReason } from './reason-rules';
import { recoveryRules } from './recovery-rules';
import { restoreRules } from './restore-rules';
import { rolloutRules } from './rollout-rules';
import type { Breach, Draft, EnvironmentRule } from './rule';
import { extendsRule, fileRule, schemaRules, sharedRule, yamlRule } from './schema-rules';
import { generatedSecrets } from './secret-rules';
import { strictnessRules } from './strictness-rules';
import { topologyRules } from './topology-rules';
import type { Environment } from './types';
import { variableRules } from './variable-rules';
import { verdictRules } from './verdict-rules';

/** Every rule about environment files. */
export const environmentRules: readonly EnvironmentRule[] = [
  yamlRule,
  fileRule,
  extendsRule,
  sharedRule,
  ...Object.values(schemaRules),
  missingField,
  ...topologyRules,
  ...rolloutRules,
  ...verdictRules,
  ...drainRules,
  generatedSecrets,
  missingOperator,
  needlessReason,
  ...imageRules,
  ...strictnessRules,
  ...variableRules,
  ...capacityRules,
  ...networkRules,
  ...databaseRules,
  ...restoreRules,
  ...recoveryRules,
  ...monitoringRules,
  ...deliveryRules,
];

/** A breach, and the rule that it is of. */
export interface Finding extends Breach {
  readonly rule: Rule['id'];
}

/** All mistakes between fields, in the order of the rules. */
export function checkRules(env: Environment): Finding[] {
  return [...checkDraft(env), ...found(({ check }) => check?.(env))];
}

/** What can be said of data of any shape: told together with what the schema refuses. */
export function checkDraft(draft: Draft): Finding[] {
  return found(({ checkDraft }) => checkDraft?.(draft));
}

function found(check: (rule: EnvironmentRule) => Breach[] | undefined): Finding[] {
  return environmentRules.flatMap((rule) => (check(rule) ?? []).map((one) => ({ ...one, rule: rule.id })));
}
