/**
 * How far a ratio is from its bound, and whether it is accepted: when it is below `tolerance` times the bound. People
 * want to hear of the bound itself; machines that others use at the same time need the tolerance.
 */
export function verdict(measured, bound, tolerance) {
  const share = measured / bound;
  const text = `${measured.toFixed(2)} of ${bound} (${Math.round(share * 100)} %)`;
  if (share < 1) return { accepted: true, text };
  const accepted = share < tolerance;
  return { accepted, text: `${text}, ${accepted ? `accepted below ${bound * tolerance}` : 'too much'}` };
}
