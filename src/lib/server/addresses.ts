import { z } from 'zod';
import { isWeek } from '../calendar/weeks.ts';

/** A centre's name in addresses, shaped as the database has it (centres_slug_shape). */
export const slug = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$/);

/** An ISO week that exists. */
export const week = z.string().refine(isWeek);
