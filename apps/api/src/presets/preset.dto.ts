import { z } from 'zod';
import type { PRESETS } from '#libs/pipelines/video';

export const PresetSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    track: z.string(),
    maxDurationSec: z.int(),
    minQuality: z.number().describe('Quality (0 to 1) below which a film is not approved without a person.'),
    maxCostMicrosPerMinute: z.int().describe('Micro-dollars a minute of film: 1 USD is 1,000,000.'),
    approvals: z
      .object({
        plan: z.boolean(),
        cost: z.boolean(),
        costAboveMicros: z
          .int()
          .describe(
            'Nobody is asked about a planned cost up to this, unless the tenant has its own threshold.',
          ),
        delivery: z.boolean(),
      })
      .describe('Where a person has to agree before the film goes on.'),
  })
  .meta({ id: 'Preset' });

export const PresetListSchema = z.object({ items: z.array(PresetSchema) }).meta({ id: 'PresetList' });

export type PresetListDto = z.output<typeof PresetListSchema>;

export const toPresetListDto = (presets: typeof PRESETS): PresetListDto => ({
  items: Object.values(presets).map((preset) => ({
    name: preset.name,
    description: preset.description,
    track: preset.track,
    maxDurationSec: preset.maxDurationSec,
    minQuality: preset.minQuality,
    maxCostMicrosPerMinute: preset.maxCostMicrosPerMinute,
    approvals: preset.approvals,
  })),
});
