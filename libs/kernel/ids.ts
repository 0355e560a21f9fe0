import { v7 } from 'uuid';

/** A time-ordered UUID (version 7): new rows land at the end of the index. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isId = (text: string): boolean => UUID.test(text);
