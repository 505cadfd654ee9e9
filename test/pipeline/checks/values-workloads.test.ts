import { workloadRules } from '../../../pipeline/checks/values/workloads';
import { jobCases, workloadCases } from './cases/workloads';
import { testCases } from './value-cases';

testCases(workloadRules, { workloads: workloadCases, jobs: jobCases });
