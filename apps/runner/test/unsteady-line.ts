import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A line to the platform that can be cut: whatever is under way on it is lost. */
export class UnsteadyLine {
  cuts = 0;
  private readonly open = new Set<Socket>();
  private readonly server = createServer((client) => {
    const upstream = connect(this.port, '127.0.0.1');
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      this.open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [client, upstream].forEach((one) => this.end(one)));
    }
  });

  constructor(private readonly port: number) {}

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  cut(): void {
    if (this.open.size > 0) this.cuts++;
    for (const socket of this.open) this.end(socket);
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private end(socket: Socket): void {
    this.open.delete(socket);
    socket.destroy();
  }
}
