import { answerInThread } from '#libs/media/threads';
import { judgePictures } from './judge-pictures.js';

answerInThread(judgePictures);
