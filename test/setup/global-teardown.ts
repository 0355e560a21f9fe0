export { closeBroker as default } from './services-broker.js';
