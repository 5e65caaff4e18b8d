import type { Request, Response } from 'express';
import { limits } from './limits';

/** One server-sent event stream. Regular comments keep proxies from closing a silent stream. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    request: Request,
    private readonly response: Response,
    onHeartbeat: () => void,
    onClose: () => void,
  ) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    request.socket.setNoDelay(true);
    this.heartbeat = setInterval(() => {
      response.write(': still here\n\n');
      onHeartbeat();
    }, limits.streamHeartbeatMs);
    response.on('close', () => {
      clearInterval(this.heartbeat);
      onClose();
    });
  }

  send(event: string, data: unknown): void {
    if (!this.response.writableEnded) this.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.response.end();
  }
}
