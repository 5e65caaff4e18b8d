import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AccessCheck } from './access.check';
import { Access } from './access.decorator';

@Controller()
class Declared {
  @Get()
  @Access({ level: 'public' })
  open(): string {
    return '';
  }
}

@Controller('forgotten')
class Forgotten {
  @Get()
  open(): string {
    return '';
  }
}

@Module({ imports: [DiscoveryModule], controllers: [Declared], providers: [AccessCheck] })
class Right {}

@Module({ imports: [Right], controllers: [Forgotten] })
class Wrong {}

test('the API does not start if a route does not declare its access, and names the route', async () => {
  const boot = async (module: new () => object): Promise<void> => {
    const app = (await Test.createTestingModule({ imports: [module] }).compile()).createNestApplication({ logger: false });
    await app.init();
    await app.close();
  };
  await expect(boot(Right)).resolves.toBeUndefined();
  await expect(boot(Wrong)).rejects.toThrow('These routes do not declare their access: Forgotten.open.');
});
