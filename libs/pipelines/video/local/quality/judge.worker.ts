export { judgePictures as work } from './judge-pictures.js';
