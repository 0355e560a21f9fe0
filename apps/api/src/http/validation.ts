import { Injectable, type PipeTransform, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { fieldErrors, isId, ValidationError } from '#libs/kernel';
import { HttpError } from './http-error.js';

/** Checks whatever has a schema (`@Body({ schema })`) and names every wrong field. All schemas of this app are zod's. */
export const schemaPipe = (): PipeTransform =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new ValidationError((issues as readonly z.core.$ZodIssue[]).flatMap((issue) => fieldErrors(issue))),
  });

/** An id that can't be one leads nowhere: 404, as for one that is unknown. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isId(value)) return value.toLowerCase();
    throw new HttpError('http.not_found', 'There is nothing with this id; ids are UUIDs');
  }
}

/** A number from 1 on; anything else in its place leads nowhere. */
@Injectable()
export class NumberPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw new HttpError('http.not_found', 'There is nothing here; numbers count from 1');
  }
}
