import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { collectProcessMetrics } from './metrics.js';

/** Serves this process's metrics, the default ones of Node included, by the controller that the app gives. */
@Module({})
export class MetricsModule {
  static async forRoot(controller: Type<unknown>): Promise<DynamicModule> {
    // Imported late: it is CommonJS and requires Nest's ES modules, which Jest allows only once they are evaluated.
    const { PrometheusModule } = await import('@willsoto/nestjs-prometheus');
    collectProcessMetrics();
    return {
      module: MetricsModule,
      imports: [PrometheusModule.register({ controller, defaultMetrics: { enabled: false } })],
    };
  }
}
