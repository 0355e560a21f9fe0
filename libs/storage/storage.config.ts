import { env, EnvConfig } from '#libs/config';

export class StorageConfig extends EnvConfig({
  STORAGE_DIR: env
    .text()
    .default('.aiprod/storage')
    .describe(
      'Directory of the artifacts. API and workers must share it (one disk, NFS or a shared volume).',
    ),
}) {}
