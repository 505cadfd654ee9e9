import type { Backup, Incarnation, Restore } from './backup';
import type { Cidr, EnvironmentVariables, Host, Image, Resources, Storage } from './common';

/** bkg-db: Postgres in one of three forms. Users see the same Service or host and the same secrets. */
export type Database = AnyDatabase & (SingleDatabase | OperatedDatabase | ManagedDatabase);

/** A database whose servers run in the cluster. */
export type OwnDatabase = AnyDatabase & (SingleDatabase | OperatedDatabase);

/** One Postgres with a volume. */
export interface SingleDatabase extends OwnServer {
  readonly mode: 'statefulset';
}

/** A CloudNativePG Cluster. */
export interface OperatedDatabase extends OwnServer {
  readonly mode: 'operator';
}

/** A Postgres outside the cluster. */
export interface ManagedDatabase {
  readonly mode: 'managed';
  /** Needed by `managed`. */
  readonly managed: {
    readonly host: Host;
    /**
     * @default 5432
     * @minimum 1
     * @maximum 65535
     * @asType integer
     */
    readonly port: number;
    /**
     * Where the server's addresses lie; egress is opened to nothing else.
     * @minItems 1
     */
    readonly cidrs: Cidr[];
    /**
     * Certificate of the authority that signs the server's own, in PEM, or several of them; providers publish it. Needed by
     * `sslMode: verify-ca` and `verify-full`, and read by nothing else.
     */
    readonly ca?: string;
    /** What the provider's server has besides ours and the access audit would report otherwise. */
    readonly provided?: {
      /**
       * Roles that log in, or may do what ours may not.
       * @default []
       */
      readonly roles: string[];
      /**
       * Extensions of the platform's database.
       * @default []
       */
      readonly extensions: string[];
    };
  };
}

/** What a server in the cluster takes. */
export interface OwnServer {
  /** Needed by `statefulset` and `operator`. */
  readonly storage: Storage;
  /** Needed by `statefulset` and `operator`. */
  readonly resources: Resources;
}

/** What all databases have. */
export interface AnyDatabase {
  /**
   * `statefulset`: one Postgres with a volume, for development. `operator`: a CloudNativePG Cluster. `managed`: a
   * Postgres outside the cluster.
   */
  readonly mode: 'statefulset' | 'operator' | 'managed';
  /**
   * Postgres server image (`statefulset`, `operator`); its `psql` also runs the database Jobs. With `operator` the restore
   * drill needs one that carries barman-cloud, as CloudNativePG's `system` images do.
   */
  readonly image: Image;
  /**
   * Database that holds the platform's tables
   * @default "bkg_db"
   * @pattern ^[a-z_][a-z0-9_]{0,62}$
   */
  readonly name: string;
  /**
   * Servers of an `operator` cluster.
   * @default 1
   * @minimum 1
   * @maximum 9
   * @asType integer
   */
  readonly instances: number;
  /**
   * @default 100
   * @minimum 20
   * @maximum 10000
   * @asType integer
   */
  readonly maxConnections: number;
  /**
   * `sslmode` of every DSN. Today's daemon is built without TLS: `require` and stricter fail at connect, and
   * `prefer` silently stays in clear text. A `statefulset` speaks no TLS; only of a `managed` server clients know
   * the authority that `verify-ca` and `verify-full` ask for.
   * @default "prefer"
   */
  readonly sslMode: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  /** The image that carries sqlx-cli and the platform's Postgres migrations. */
  readonly migrations: {
    readonly image: Image;
    /** @default {} */
    readonly env: EnvironmentVariables;
    /**
     * Keeps the namespaces and API keys that the migrations insert for development. Their hashes are public and one
     * of the keys is an admin's, so never where strangers can reach the API.
     * @default false
     */
    readonly keepSeeds: boolean;
  };
  /**
   * Days for which the record of an execution is kept, with all that its command printed. No document of the platform
   * gives a period.
   * @default 30
   * @minimum 1
   * @maximum 3650
   * @asType integer
   */
  readonly executionRetentionDays: number;
  readonly backup: Backup;
  /**
   * Names the server and its archive after a restore; the first one has none.
   * @default ""
   */
  readonly incarnation: Incarnation;
  /** Only while a restore goes on; docs/runbooks/restore-the-database.md has the steps. */
  readonly restore?: Restore;
}
