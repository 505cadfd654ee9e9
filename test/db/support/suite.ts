import { type Release, releases } from './releases';
import { type Server, startServer } from './servers';

/** Runs a suite on every release of Postgres, each with a server of its own. */
export function onEveryRelease(suite: (server: () => Server, release: Release) => void): void {
  describe.each(releases)('$name', (release) => {
    let server: Server | undefined;
    beforeAll(async () => {
      server = await startServer(release);
    });
    afterAll(() => server?.stop());
    suite(() => {
      if (!server) throw new Error(`${release.name} did not start`);
      return server;
    }, release);
  });
}

/** Waits, in milliseconds. */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until something holds; the test's own limit ends a wait for what never does. */
export async function until(holds: () => boolean, every = 50): Promise<void> {
  while (!holds()) await pause(every);
}
