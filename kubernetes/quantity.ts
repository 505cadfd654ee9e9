const units: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
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

const quantityForm = /^([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?:([A-Za-z]*)|[eE]([-+]?[0-9]+))$/;

/**
 * The number behind a Kubernetes quantity such as `500m`, `2`, `512Mi` or `1e3`, in cores or bytes. NaN for anything
 * else. Source: k8s.io/apimachinery `resource.Quantity`.
 */
export function parseQuantity(quantity: string | number): number {
  if (typeof quantity === 'number') return quantity;
  const [, number, unit = '', exponent = '0'] = quantityForm.exec(quantity) ?? [];
  if (number === undefined) return Number.NaN;
  return Number(number) * (units[unit] ?? Number.NaN) * 10 ** Number(exponent);
}
