/** The label by which every object says which environment it belongs to. */
export const environmentLabel = 'bkg.dev/environment';
