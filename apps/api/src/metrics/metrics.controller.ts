import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#libs/auth';
import { metricsRegistry } from '#libs/monitoring';

/** Open, as scrapers expect it: keep it from the outside by what API_HOST binds to or by the proxy in front. */
@ApiExcludeController()
@Controller({ version: VERSION_NEUTRAL })
export class MetricsController {
  @Get()
  @Public()
  @Header('content-type', metricsRegistry.contentType)
  index(): Promise<string> {
    return metricsRegistry.metrics();
  }
}
