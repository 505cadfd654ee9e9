import { Database } from './platform';
import type { Server } from './servers';

/** A database after a roll-out of its environment. The first one of a server is rolled out, all others are copies of it. */
export async function rolledOut(server: Server, name: string, environment = 'production'): Promise<Database> {
  const template = await templateOf(server, environment);
  // Who may do what with the database itself is not copied, so whoever makes the roles does so again.
  return new Database(server, name, environment, template).withRoles();
}

async function templateOf(server: Server, environment: string): Promise<string> {
  const template = `rolled_out_${environment}`;
  if (Database.exists(server, template)) return template;
  const database = await new Database(server, template, environment).withRoles();
  const { code, output } = await database.rollOut();
  if (code !== 0) throw new Error(output);
  database.forgetFiles();
  return template;
}
