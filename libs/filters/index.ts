export { OPERATORS, OPERATORS_OF } from './domain/filter.js';
export type { FieldType, Filter, FilterField, FilterSchema, FilterValue, Operator } from './domain/filter.js';
export { MAX_LENGTH as MAX_FILTER_LENGTH, parseFilter } from './domain/parser.js';
export { compileFilter } from './persistence/compile-filter.js';
export type { CompiledFilter } from './persistence/compile-filter.js';
