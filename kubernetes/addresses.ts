/** The name of a Service in a text, as the DNS of the cluster knows it. */
export interface Address {
  readonly service: string;
  readonly namespace: string;
  /** Undefined when the text has none, not even through its scheme. */
  readonly port?: number;
}

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
// Before it the text begins, or something stands that is part of no name and of no template.
const full = new RegExp(
  `(?<![-a-zA-Z0-9_%$})*])(${label})\\.(${label})\\.svc(?![-a-zA-Z0-9_])(?:\\.[a-z][-a-z0-9.]*[a-z])?(?::([0-9]{1,5})(?![0-9]))?`,
  'g',
);

const schemePorts: ReadonlyMap<string, number> = new Map(
  Object.entries({
    amqp: 5672,
    amqps: 5671,
    http: 80,
    https: 443,
    ldap: 389,
    ldaps: 636,
    mongodb: 27017,
    mysql: 3306,
    nats: 4222,
    postgres: 5432,
    postgresql: 5432,
    redis: 6379,
    rediss: 6379,
  }),
);
const schemeBefore = /([a-z][a-z0-9]{1,15}):\/\/(?:[^\s/@]*@)?$/;

const nowhere: readonly Address[] = [];

/** Every Service that a text names in full: `web.shop.svc`, `http://web.shop.svc.cluster.local:8080/`. */
export function addressesIn(text: string): readonly Address[] {
  if (!text.includes('.svc')) return nowhere;
  return [...text.matchAll(full)].map((match) => {
    const [, service = '', namespace = '', port] = match;
    return { service, namespace, port: port === undefined ? schemePort(text, match.index) : Number(port) };
  });
}

function schemePort(text: string, index: number): number | undefined {
  // Templates in passwords may hold spaces.
  const before = text.slice(Math.max(0, index - 300), index).replaceAll(/\{\{[^}]*\}\}/g, 'x');
  const scheme = schemeBefore.exec(before)?.[1];
  return scheme === undefined ? undefined : schemePorts.get(scheme);
}

const short = new RegExp(
  `^(?:([a-z][a-z0-9]{1,15})://(?:[^\\s/@]*@)?)?(${label})(?:\\.(${label}))?(?::([0-9]{1,5}))?(?:[/?]\\S*)?$`,
);

/** A whole text that is a short address: `web:8080`, `http://web/`, `web.shop:8080`. */
export function shortAddress(text: string, ownNamespace: string): (Address & { readonly scheme?: string }) | undefined {
  const match = text.length <= 300 ? short.exec(text) : null;
  if (!match) return undefined;
  const [, scheme, service = '', namespace = ownNamespace, port] = match;
  if (scheme === undefined && port === undefined) return undefined;
  const usual = scheme === undefined ? undefined : schemePorts.get(scheme);
  return { scheme, service, namespace, port: port === undefined ? usual : Number(port) };
}

/** The name of the variable that holds the port for a variable with a host: `PGHOST` and `PGPORT`. */
export function portVariable(name: string): string | undefined {
  const match = /^(.*?)(?:HOST|HOSTNAME|SERVER|ADDRESS|ADDR)$/.exec(name);
  return match ? `${match[1] ?? ''}PORT` : undefined;
}
