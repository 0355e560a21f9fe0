export { openBroker as default } from './services-broker.js';
