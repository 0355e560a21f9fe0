import { answerInThread } from '#libs/media/threads';
import { perform } from './foley.js';

answerInThread(perform);
