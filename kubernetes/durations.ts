const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};

const gatewayForm = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

/** Milliseconds of a Gateway API duration such as `1m30s`; undefined when it is none. */
export function gatewayMilliseconds(text: string): number | undefined {
  return gatewayForm.test(text) ? goMilliseconds(text) : undefined;
}

const goForm = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const goPart = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Milliseconds of a Go duration such as `1h30m` or `-1.5s`; undefined when it is none. */
export function goMilliseconds(text: string): number | undefined {
  if (!goForm.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit = ''] of text.matchAll(goPart)) sum += Number(number) * (unitMs[unit] ?? 0);
  return text.startsWith('-') ? -sum : sum;
}

const prometheusForm = /^(?:0|(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;
const prometheusPart = /(\d+)(y|w|d|h|ms|m|s)/g;
const day = 24 * 3.6e6;
const prometheusMs: Readonly<Record<string, number>> = {
  ...unitMs,
  d: day,
  w: 7 * day,
  y: 365 * day,
};

/** Milliseconds of a Prometheus duration such as `5m` or `1d12h`; undefined when it is none. */
export function prometheusMilliseconds(text: string): number | undefined {
  if (text === '' || !prometheusForm.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit = ''] of text.matchAll(prometheusPart)) sum += Number(number) * (prometheusMs[unit] ?? 0);
  return sum;
}
