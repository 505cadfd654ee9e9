/** The two releases of the daemon that may run next to each other. */
export const colours = ['blue', 'green'] as const;
export type ColourName = (typeof colours)[number];

/** The label by which objects and pods of a release say which of the two it is. */
export const colourLabel = 'bkg.dev/colour';

/** The label of pods that only get copies of reads: nobody may count them as the service. */
export const shadowLabel = 'bkg.dev/shadow';

/** The header that people send to reach the release that is not active; its value is the colour. */
export const previewHeader = 'x-bkg-preview';

/** The database role of a release that only gets copies of reads; the schema of views that it sees has the same name. */
export const shadowRole = 'bkg_shadow';

/** The Secret in the namespace of the daemon with the `BKG_DB_DSN` of that role, from `database/shadow` in the store. */
export const shadowSecret = 'cave-daemon-shadow';

/** Annotations of the public Service: where a roll-out stands, and what comes next. The plan tells them by their ends. */
export const rolloutAnnotations = { step: 'bkg.dev/rollout-step', next: 'bkg.dev/rollout-next' } as const;
