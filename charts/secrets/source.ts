/** What a value looks like, and so how it is made: by an operator for a store, by a generator in development. */
export type Format =
  /** 48 letters and digits, safe in a DSN. */
  | 'password'
  /** 32 random bytes in padded base64; the daemon refuses to start without the padding. */
  | 'base64-key'
  /** A name that is no secret but travels with one. */
  | { readonly constant: string }
  /** Only people can get it; the text says what and where from. */
  | { readonly provided: string };

/** Why and when a value is replaced: a section of docs/runbooks/secrets.md that tells how, and a period. */
export interface Rotation {
  readonly section: string;
  /** Days it may be used at most. @default - no period: after an incident, or when its issuer says so */
  readonly days?: number;
}

/** One value in the secret store. */
export interface Source {
  /** Path below the environment, such as `database/service`. */
  readonly path: string;
  readonly property: string;
  readonly format: Format;
  /** What it is, for the operator's list. */
  readonly description: string;
  /** What to ask the provider for, where object storage is somebody else's. @default - the format holds everywhere */
  readonly issued?: string;
  readonly rotation: Rotation;
}
