/** How far a ratio is from its bound, and whether it is accepted: when it is below `tolerance` times the bound. */
export function verdict(measured: number, bound: number, tolerance: number): { accepted: boolean; text: string };
