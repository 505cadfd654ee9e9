import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a backend does with what reaches it. */
export type Manner = 'answers' | 'never answers' | 'answers 500' | 'cuts off' | 'is dead';

/** A call as it reached a backend. */
export interface Reached {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A daemon of one colour, as far as a proxy sees it. */
export class Backend {
  readonly reached: Reached[] = [];
  private readonly server: Server;

  constructor(
    readonly colour: string,
    private readonly manner: Manner = 'answers',
  ) {
    this.server = createServer((request, response) => {
      // The whole of it, because an answer before that would end the connection.
      request.resume().on('end', () => this.answer(request, response));
    });
    // An idle connection that ends while a call is on its way is nobody's doing, and would be a 503.
    this.server.keepAliveTimeout = 0;
  }

  /** Its port; nobody listens on that of a dead one. */
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    if (this.manner === 'is dead') await this.stop();
    return port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    const id = String(headers['x-call']);
    this.reached.push({ id, method, path: url, headers });
    if (this.manner === 'never answers') return;
    if (this.manner === 'cuts off') return void request.socket.destroy();
    response.statusCode = this.manner === 'answers 500' ? 500 : method === 'POST' ? 201 : 200;
    response.setHeader('x-colour', this.colour);
    response.end(method === 'HEAD' ? undefined : JSON.stringify({ id, colour: this.colour }));
  }
}
