import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkHealth, type HealthCheck } from './health.js';
import { collectProcessMetrics, metricsRegistry } from './metrics.js';
import type { MonitoringServerConfig } from './monitoring-server.config.js';

export interface MonitoringServer {
  /** Where it listens; null where it is switched off. */
  url: string | null;
  close(): Promise<void>;
}

/** `/metrics`, `/health/startup`, `/health/live` and `/health/ready` for a process that serves no other HTTP. */
export async function startMonitoringServer(
  config: MonitoringServerConfig,
  checks: readonly HealthCheck[],
): Promise<MonitoringServer> {
  if (config.WORKER_METRICS_PORT === 0) return { url: null, close: () => Promise.resolve() };
  return listen(config.WORKER_METRICS_HOST, config.WORKER_METRICS_PORT, checks);
}

/** As above, on any port: 0 lets the system choose one. */
export async function listen(
  host: string,
  port: number,
  checks: readonly HealthCheck[],
): Promise<MonitoringServer> {
  collectProcessMetrics();
  const pages: Record<string, () => Promise<Page>> = {
    '/metrics': async () => [200, metricsRegistry.contentType, await metricsRegistry.metrics()],
    '/health/startup': async () => json(200, { status: 'ok' }),
    '/health/live': async () => json(200, { status: 'ok' }),
    '/health/ready': async () => {
      const health = await checkHealth(checks);
      return json(health.status === 'failing' ? 503 : 200, health);
    },
  };
  const server = createServer((request, response) => {
    const page = pages[request.url?.split('?', 1)[0] ?? ''];
    const answer = page ? page() : Promise.resolve(json(404, { status: 'not found' }));
    answer.then(
      (content) => send(response, content),
      () => send(response, json(500, { status: 'failing' })),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const { address, port: bound, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

type Page = [status: number, type: string, body: string];

const json = (status: number, body: object): Page => [status, 'application/json', JSON.stringify(body)];

const send = (response: ServerResponse, [status, type, body]: Page): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};
