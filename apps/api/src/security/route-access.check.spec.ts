import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Public, RequirePermission } from '#libs/auth';
import { RouteAccessCheck } from './route-access.check.js';

@Controller('closed')
class ClosedController {
  @Get('mine')
  @RequirePermission('jobs:read')
  mine() {
    return this.helper();
  }

  @Get('anyones')
  @Public()
  anyones() {
    return 'hello';
  }

  /** Not a route, so nothing has to be declared. */
  helper() {
    return 'mine';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten() {
    return 'secrets';
  }
}

@Controller('inherited')
class HeirController extends ForgottenController {}

@Module({ imports: [DiscoveryModule], providers: [RouteAccessCheck], controllers: [ClosedController] })
class GoodModule {}

@Module({ imports: [GoodModule], controllers: [ForgottenController] })
class BadModule {}

@Module({ imports: [GoodModule], controllers: [HeirController] })
class InheritingModule {}

const boot = async (module: new () => object) => {
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  await app.close();
};

describe('a route that does not say who may call it', () => {
  it('stops the boot, and the message says which and what to do', async () => {
    await expect(boot(BadModule)).rejects.toThrow(
      /ForgottenController\.forgotten[^]*@RequirePermission[^]*@Public/,
    );
  });

  it('is found when it is inherited', async () => {
    await expect(boot(InheritingModule)).rejects.toThrow('HeirController.forgotten');
  });

  it('is what stops it: with every route declared, it boots', async () => {
    await expect(boot(GoodModule)).resolves.toBeUndefined();
  });
});
