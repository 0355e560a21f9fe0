import { env, EnvConfig } from '#libs/config';

export class DataTransferConfig extends EnvConfig({
  DATA_IMPORT_MAX_BYTES: env
    .integer(1_048_576, 1_099_511_627_776)
    .default(5_368_709_120)
    .describe('A larger archive is refused by POST /v1/imports; the command line takes any.'),
}) {}
