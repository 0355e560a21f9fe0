import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './repository.js';
import { envVariables, renderEnvExample } from './env-variables.js';

await writeFile(join(REPOSITORY, '.env.example'), renderEnvExample(await envVariables()));
