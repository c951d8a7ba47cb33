import { type SessionsService } from 'nest-sessions';
import type * as z from 'zod';
import { pageQuery } from './page-query.js';
/** Reads the query of the list. Only the store knows its cursors: beside another bad field, it is asked about this one. */
export declare function readPageQuery(query: unknown, sessions: SessionsService): Promise<z.output<typeof pageQuery>>;
//# sourceMappingURL=read-page-query.d.ts.map