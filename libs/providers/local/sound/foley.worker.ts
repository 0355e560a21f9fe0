import { answerInThread } from '#libs/media/threads';
import { perform } from './foley.js';

await answerInThread(perform);
