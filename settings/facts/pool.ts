/** Connections of a daemon process: sqlx's pool, not configurable. */
export const poolSize = 8;
