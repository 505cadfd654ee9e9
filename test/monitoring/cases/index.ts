import type { CaseTable } from '../alert-case';
import { availability, reachability } from './availability';
import { database, databaseChecks, quotas, restoreDrills, storage } from './data';
import { isolation } from './isolation';
import { certificates, delivery, jobs, secrets, telemetry } from './operations';
import { recovery } from './recovery';
import { daemon, kernel, monitoringItself, promised } from './servers';
import { traffic } from './traffic';

const tables: readonly CaseTable[] = [
  availability,
  reachability,
  traffic,
  daemon,
  kernel,
  isolation,
  database,
  databaseChecks,
  restoreDrills,
  storage,
  quotas,
  secrets,
  jobs,
  recovery,
  telemetry,
  monitoringItself,
  certificates,
  delivery,
  promised,
];

/** The cases of all alerts, by name. */
export const alertCases: CaseTable = (env) => Object.assign({}, ...tables.map((table) => table(env)));
