// A load test of the API with k6, which runs TypeScript as it is; docs/load-testing.md says how. What it asks and what it
// must reach stands in <environment>.json beside it, which `npm run generate` makes from the environment file.
import { check, sleep } from 'k6';
import http, { type RefinedResponse } from 'k6/http';
import { Counter } from 'k6/metrics';
import type { Options } from 'k6/options';

type Answer = RefinedResponse<'text'>;

/** A key of a namespace. */
interface Key {
  readonly id: string;
  readonly token: string;
}

interface Profile {
  readonly stages: readonly { readonly perMinute: number; readonly minutes: number }[];
  readonly livesPerMinute: number;
  readonly sandboxes: number;
  readonly refusals: boolean;
  readonly calls: number;
  readonly mayFail: number;
  readonly completed: number;
  readonly budgetPercent: number | null;
  readonly thresholds: Record<string, string[]>;
}

interface Plan {
  readonly environment: string;
  readonly production: boolean;
  readonly address: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

const plan: Plan = JSON.parse(open(`./${variable('ENVIRONMENT')}.json`));
const name = __ENV.PROFILE || 'smoke';
const profile = profileOf(name);
const admin = variable('BKG_API_KEY');
// Nobody else has a sandbox or a key in this namespace.
const space = 'load-test';
const sandboxes = `${plan.address}/api/v1/sandboxes`;
const keys = `${plan.address}/api/v1/auth/keys`;
const minutes = profile.stages.reduce((sum, stage) => sum + stage.minutes, 0);

const failed = new Counter('calls_failed');
const refused = new Counter('calls_refused');
// A script that throws leaves no failed check, so a run counts what went through to the end.
const completed = new Counter('iterations_completed');

export const options: Options = {
  setupTimeout: '5m',
  teardownTimeout: '5m',
  thresholds: {
    ...profile.thresholds,
    // One more and the run cannot pass any longer: it would only spend more of the error budget.
    calls_failed: [{ threshold: `count<=${profile.mayFail}`, abortOnFail: true }],
    iterations_completed: [`count>=${profile.completed}`],
  },
  scenarios: {
    // Calls come at this rate however slow the answers are, as those of many callers do.
    reads: {
      executor: 'ramping-arrival-rate',
      exec: 'read',
      startRate: profile.stages[0]?.perMinute ?? 1,
      timeUnit: '1m',
      preAllocatedVUs: 20,
      maxVUs: 200,
      stages: profile.stages.map(({ perMinute, minutes }) => ({ target: perMinute, duration: `${minutes}m` })),
    },
    lives: {
      executor: 'constant-arrival-rate',
      exec: 'live',
      rate: profile.livesPerMinute,
      timeUnit: '1m',
      duration: `${minutes}m`,
      preAllocatedVUs: profile.sandboxes,
      maxVUs: profile.sandboxes,
    },
  },
};

/** Says what the run may spend, removes what an aborted one left, and makes the run's own key. */
export function setup(): Key {
  const spent = profile.budgetPercent === null ? '' : `, at most ${profile.budgetPercent} % of the error budget`;
  console.log(`${name} in ${plan.environment}: ${profile.calls} calls, ${profile.mayFail} may fail${spent}`);
  clean();
  return issue();
}

/** A call that runs no code in a sandbox, as the objective on latency has it. */
export function read(key: Key): void {
  ask('list', 'read', [200], 'GET', `${sandboxes}?namespace=${space}`, key.token);
  completed.add(1);
}

/** A sandbox from its first call to its last; it is deleted whatever became of the calls between. */
export function live(key: Key): void {
  const made = ask('create', 'life', [200, 201], 'POST', sandboxes, key.token, {
    namespace: space,
    name: `load-${__VU}-${__ITER}`,
  });
  const id = made && idsIn(made)[0];
  if (!id) return;
  const own = `${sandboxes}/${id}`;
  const started = ask('start', 'life', [200], 'POST', `${own}/start`, key.token);
  // 200 whatever became of the command, so the exit code decides.
  const ran =
    started && ask('exec', 'life', [200], 'POST', `${own}/exec`, key.token, { command: 'true', args: [] }, isZero);
  const stopped = started && ask('stop', 'life', [204], 'POST', `${own}/stop`, key.token);
  const deleted = ask('delete', 'life', [204], 'DELETE', own, key.token);
  if (ran && stopped && deleted) completed.add(1);
}

/** Leaves nothing: neither sandboxes nor keys. */
export function teardown(): void {
  clean();
}

/** The answer when it is as expected; a refusal that the profile provokes is no failure, but no answer either. */
function ask(
  call: string,
  kind: 'read' | 'life',
  expected: readonly number[],
  method: string,
  url: string,
  token: string,
  body?: object,
  holds: (answer: Answer) => boolean = () => true,
): Answer | undefined {
  const answer = request(method, url, token, body, { kind, name: call });
  const isRefusal = answer.status === 429 && profile.refusals;
  if (answer.status === 429) refused.add(1);
  const right = expected.includes(answer.status) && holds(answer);
  check(answer, { [call]: () => right || isRefusal });
  if (!right && !isRefusal) failed.add(1);
  return right ? answer : undefined;
}

function request(method: string, url: string, token: string, body?: object, tags: Record<string, string> = {}): Answer {
  const headers = { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) };
  return http.request(method, url, body ? JSON.stringify(body) : null, { headers, tags, responseType: 'text' });
}

/** As admin, outside of what is measured; waits where the run itself has used up the limit. */
function manage(expected: readonly number[], method: string, url: string, body?: object): Answer {
  for (let attempt = 1; ; attempt++) {
    const answer = request(method, url, admin, body, { kind: 'manage', name: 'manage' });
    if (expected.includes(answer.status)) return answer;
    if (answer.status !== 429 || attempt === 20) throw new Error(`${method} ${url}: status ${answer.status}`);
    sleep(Number(answer.headers['Retry-After']) || 10);
  }
}

function clean(): void {
  for (const id of idsIn(manage([200], 'GET', `${sandboxes}?namespace=${space}`))) {
    // 409 when it does not run.
    manage([200, 204, 404, 409], 'POST', `${sandboxes}/${id}/stop`);
    manage([204, 404], 'DELETE', `${sandboxes}/${id}`);
  }
  for (const id of idsIn(manage([200], 'GET', keys), isOwnKey)) manage([200, 204, 404], 'DELETE', `${keys}/${id}`);
}

/** No document names the fields of this call (charts/checks/post-deploy.sh): both forms are tried. */
function issue(): Key {
  const columns = { scope_type: 'namespace', scope_namespace: space, rate_limit: 100 };
  const whole = { ...columns, scope: { type: 'namespace', namespace: space } };
  let answer = manage([200, 201, 400, 422], 'POST', keys, whole);
  if (answer.status >= 400) answer = manage([200, 201], 'POST', keys, columns);
  const [id] = idsIn(answer);
  // A token is told by its form, 48 letters and digits.
  const token = /"([0-9A-Za-z]{48})"/.exec(answer.body)?.[1];
  if (!id || !token) throw new Error('the answer to a new key has no id with a token');
  return { id, token };
}

/** The first id of each object in the answer; ids are UUIDs. */
function idsIn({ body }: Answer, wanted: (object: string) => boolean = () => true): string[] {
  const objects = body.split(/\}\s*,\s*\{/).filter(wanted);
  return objects.flatMap((object) => /"[a-z_]*id"\s*:\s*"([0-9A-Fa-f]{8}-[-0-9A-Fa-f]{27})"/.exec(object)?.[1] ?? []);
}

function isOwnKey(object: string): boolean {
  return object.includes(`"${space}"`) && !/"revoked"\s*:\s*true/.test(object);
}

function isZero({ body }: Answer): boolean {
  return /"exit_code"\s*:\s*0[,}\s]/.test(body);
}

function profileOf(wanted: string): Profile {
  const found = plan.profiles[wanted];
  if (!found) throw new Error(`PROFILE: "${wanted}" is not one of ${Object.keys(plan.profiles).join(', ')}`);
  if (plan.production && wanted !== 'smoke' && __ENV.ALLOW_PRODUCTION !== plan.environment) {
    throw new Error(`${wanted} in production needs ALLOW_PRODUCTION=${plan.environment}`);
  }
  return found;
}

function variable(wanted: string): string {
  const value = __ENV[wanted];
  if (!value) throw new Error(`${wanted} must be set`);
  return value;
}
