import { BoardQuery, BoardView } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

/** The cursor is the number of rows on earlier pages. */
export class BoardQueryDto extends createZodDto(BoardQuery.extend({ cursor: z.coerce.number().int().min(0).optional() })) {}
export class BoardCsvQueryDto extends createZodDto(BoardQuery.pick({ version: true, phase: true, show: true, hardware: true })) {}
export class BoardViewDto extends createZodDto(BoardView) {}
export class BoardPathDto extends createZodDto(z.object({ slug: z.string(), board: z.string() })) {}
