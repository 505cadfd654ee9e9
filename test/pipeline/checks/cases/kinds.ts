import { admissionPolicyCases } from './admission-policies';
import { apiServiceCases } from './api-services';
import { definitionCases } from './definitions';
import { deviceCases } from './devices';
import { webhookCases } from './webhooks';
import { classCases } from './classes';
import { configCases } from './config';
import { endpointSliceCases } from './endpoint-slice';
import { gatewayCases } from './gateway';
import { ingressCases } from './ingress';
import { metadataCases } from './metadata';
import { monitoringCases } from './monitoring';
import { networkPolicyCases } from './network-policy';
import { operatorCases } from './operators';
import { certificateCases, databaseCases, externalSecretCases, routeListCases, ruleCases } from './operator-webhooks';
import { quotaCases } from './quotas';
import { rbacCases } from './rbac';
import { scalingCases } from './scaling';
import { serviceCases } from './service';
import { driverCases, flowControlCases } from './storage';
import { volumeCases } from './volumes';

/** Every table of cases about single objects that are no workloads. */
export const allCases = {
  metadata: metadataCases,
  service: serviceCases,
  ingress: ingressCases,
  networkPolicy: networkPolicyCases,
  gateway: gatewayCases,
  endpointSlice: endpointSliceCases,
  quota: quotaCases,
  rbac: rbacCases,
  class: classCases,
  volume: volumeCases,
  scaling: scalingCases,
  config: configCases,
  monitoring: monitoringCases,
  operator: operatorCases,
  database: databaseCases,
  externalSecret: externalSecretCases,
  certificate: certificateCases,
  rule: ruleCases,
  routeList: routeListCases,
  webhook: webhookCases,
  admissionPolicy: admissionPolicyCases,
  apiService: apiServiceCases,
  definition: definitionCases,
  devices: deviceCases,
  driver: driverCases,
  flowControl: flowControlCases,
};
