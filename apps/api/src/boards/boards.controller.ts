import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { MaybeCaller, isOrganiser } from '../access/identity';
import type { Identity } from '../access/identity';
import { Operation } from '../openapi/operation';
import { boardCsv } from './board-csv';
import { BoardCsvQueryDto, BoardPathDto, BoardQueryDto, BoardViewDto } from './boards.dto';
import { BoardsService } from './boards.service';

@ApiTags('boards')
@Controller('challenges/:slug/boards')
export class BoardsController {
  constructor(private readonly boards: BoardsService) {}

  @Get(':board.csv')
  @Operation({ id: 'exportBoard', summary: 'The whole board as CSV.', access: 'public', problems: ['not-found'] })
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'One line per row.', schema: { type: 'string' } })
  async csv(@Param() { slug, board }: BoardPathDto, @Query() query: BoardCsvQueryDto, @Res() response: Response): Promise<void> {
    const now = await this.boards.now(slug, board, query);
    const archived = now.challenge.archivedAt === null ? '' : `-version-${now.challenge.version}`;
    const filename = `${slug}${archived}-${now.phase.slug}-${board}.csv`;
    response
      .type('text/csv')
      .attachment(filename)
      .send(boardCsv((await this.boards.ranking(now)).rows));
  }

  @Get(':board')
  @Operation({
    id: 'getBoard',
    summary:
      'A ranking with intervals and rank ranges, also of an archived version. Send the ETag back as If-None-Match to get 304 if nothing changed.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: BoardViewDto, status: 200 })
  async get(
    @Param() { slug, board }: BoardPathDto,
    @Query() query: BoardQueryDto,
    @MaybeCaller() caller: Identity | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BoardViewDto> {
    const { cursor: offset = 0, limit } = query;
    const now = await this.boards.now(slug, board, query);
    if (isOrganiser(caller)) {
      response.set('Cache-Control', 'private, no-store');
      return this.boards.forOrganisers(await this.boards.page(now, offset, limit));
    }
    // Express answers 304 by itself when the request names this ETag.
    response.set({ ETag: `"${now.version}-${offset}-${limit}"`, 'Cache-Control': 'no-cache' });
    return this.boards.page(now, offset, limit);
  }
}
