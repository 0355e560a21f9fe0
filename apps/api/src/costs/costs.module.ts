import { Module } from '@nestjs/common';
import { BudgetsController } from './budgets.controller.js';
import { CostsController } from './costs.controller.js';
import { EstimatesController } from './estimates.controller.js';
import { PriceListsController } from './price-lists.controller.js';

@Module({ controllers: [EstimatesController, BudgetsController, CostsController, PriceListsController] })
export class CostsApiModule {}
