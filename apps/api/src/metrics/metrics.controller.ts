import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#libs/auth';
import { metricsRegistry } from '#libs/monitoring';
import { Unlimited } from '../limits/limits.decorators.js';

/** Open, as scrapers expect it: keep it from the outside by what API_HOST binds to or by the proxy in front. */
@ApiExcludeController()
@Controller({ version: VERSION_NEUTRAL })
export class MetricsController {
  @Get()
  @Public()
  @Unlimited()
  @Header('content-type', metricsRegistry.contentType)
  index(): Promise<string> {
    return metricsRegistry.metrics();
  }
}
