import { answerInThread } from '#libs/media/threads';
import { mixDown } from './mixdown.js';

answerInThread(mixDown);
