import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { addMicros, type Micros, type Usage } from '#libs/kernel';
import { amountOf, priceOf, type Price, type PriceList } from '../domain/price-list.js';
import { PriceListStore } from '../persistence/price-list-store.js';
import { PRICE_LIST } from '../prices/index.js';

/** So soon after a list was published everybody goes by it. */
const REFRESH_MS = 2_000;

/** The prices in force. What it says of a usage today is what is reserved and charged for it. */
@Injectable()
export class PriceBook implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(PriceBook.name);
  private list: PriceList = PRICE_LIST;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly store: PriceListStore) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.warn({ err: error }, 'prices not refreshed'));
    }, REFRESH_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async refresh(): Promise<void> {
    const version = await this.store.newestVersion();
    if (version !== null && version !== this.list.version) {
      this.list = (await this.store.find(version)) ?? this.list;
    }
  }

  /** The version of the price list that the amounts come from. */
  get version(): string {
    return this.list.version;
  }

  get prices(): readonly Price[] {
    return this.list.prices;
  }

  /** What this costs, each line rounded up to a whole micro-dollar. @throws AppError `costs.unknown_price` */
  cost(usage: readonly Usage[]): Micros {
    return addMicros(
      ...usage.map(({ provider, model, unit, quantity }) =>
        amountOf(priceOf(this.list, provider, unit, model), quantity),
      ),
    );
  }
}
