import { Controller, Headers, HttpCode, Module, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '#libs/auth';
import { Effects } from '#libs/orchestration';
import { ReplicateWebhooks } from '#libs/providers';
import { HttpError } from '../http/http-error.js';
import type { HttpRequest } from '../http/http.types.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Unlimited } from '../limits/limits.decorators.js';

/** What providers tell by themselves. Whoever calls is known by the signature alone. */
@ApiTags('Webhooks of providers')
@Controller({ path: 'provider-webhooks', version: '1' })
export class ProviderWebhooksController {
  constructor(
    private readonly replicate: ReplicateWebhooks,
    private readonly effects: Effects,
  ) {}

  @Post('replicate/:effectId')
  @Public()
  @Unlimited()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Hear from Replicate what became of a purchase',
    description:
      'For Replicate alone: signed by Standard Webhooks with REPLICATE_WEBHOOK_SECRET. Repeated and late reports change nothing.',
  })
  @ApiParam({ name: 'effectId', description: 'Our reference; the signed body decides which effect is meant' })
  @ApiNoContentResponse({ description: 'Heard' })
  @Problems('webhook.not_genuine', 'webhook.too_early')
  async hear(
    @Headers('webhook-id') id: string | undefined,
    @Headers('webhook-timestamp') timestamp: string | undefined,
    @Headers('webhook-signature') signature: string | undefined,
    @Req() { rawBody = '' }: HttpRequest,
  ): Promise<void> {
    const news = this.replicate.read({ id, timestamp, signature, body: Buffer.from(rawBody) }, Date.now());
    if (news === null)
      throw new HttpError('webhook.not_genuine', 'The signature is missing, wrong or too old');
    const report = await this.replicate.report(news);
    // Anything but a 2xx makes Replicate send it again.
    if (report === null)
      throw new HttpError('webhook.too_early', 'There is nothing to be told yet; send it again');
    await this.effects.report('replicate', report);
  }
}

@Module({ controllers: [ProviderWebhooksController] })
export class ProviderWebhooksApiModule {}
