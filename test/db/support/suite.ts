import { releases, type Server, startServer } from './servers';

/** Runs a suite on every release of Postgres, each with a server of its own. */
export function onEveryRelease(suite: (server: () => Server) => void): void {
  describe.each(releases)('$name', (release) => {
    let server: Server | undefined;
    beforeAll(async () => {
      server = await startServer(release);
    }, 60_000);
    afterAll(() => server?.stop());
    suite(() => {
      if (!server) throw new Error(`${release.name} did not start`);
      return server;
    });
  });
}

/** Waits, in milliseconds. */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until something holds; the test's own limit ends a wait for what never does. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50);
}
