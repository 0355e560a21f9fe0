export { checkHealth } from './health.js';
export type { CheckResult, Health, HealthCheck } from './health.js';
export { LoggingConfig } from './logging.config.js';
export {
  currentCorrelationId,
  LoggingModule,
  loggingParams,
  logRequest,
  withCorrelationId,
} from './logging.js';
export { MetricsModule } from './metrics.module.js';
export {
  countCacheRequest,
  countBudgetAlert,
  countProviderCall,
  countWebhook,
  metricsRegistry,
  observeAgent,
  observeCacheAccess,
  observeHttp,
  observeStage,
  streamOpened,
  trackBreaker,
  trackEstimateError,
  trackOldestReady,
  trackOutbox,
  trackPool,
  trackQueue,
  trackWebhooks,
} from './metrics.js';
export { startMonitoringServer } from './monitoring-server.js';
export type { MonitoringServer } from './monitoring-server.js';
export { MonitoringServerConfig } from './monitoring-server.config.js';
