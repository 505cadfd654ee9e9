const units: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The number behind a Kubernetes quantity such as `500m`, `2` or `512Mi`, in cores or bytes. NaN for anything else.
 * Source: k8s.io/apimachinery `resource.Quantity`, without exponents.
 */
export function parseQuantity(quantity: string | number): number {
  const [, number, unit = ''] = /^([0-9]+(?:\.[0-9]*)?)([A-Za-z]*)$/.exec(String(quantity)) ?? [];
  return Number(number ?? Number.NaN) * (units[unit] ?? Number.NaN);
}
