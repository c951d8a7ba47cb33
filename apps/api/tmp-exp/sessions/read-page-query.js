import { isSessionError } from 'nest-sessions';
import { ApiError } from '../errors/api-error.js';
import { UNKNOWN_CURSOR } from '../errors/field-problem.js';
import { cursorQuery, pageQuery } from './page-query.js';
import { checkRequest } from './read-request.js';
/** Reads the query of the list. Only the store knows its cursors: beside another bad field, it is asked about this one. */
export async function readPageQuery(query, sessions) {
    const checked = checkRequest(pageQuery, query);
    if (checked.ok)
        return checked.data;
    throw ApiError.invalid([...checked.problems, ...(await cursorProblems(query, sessions))]);
}
async function cursorProblems(query, sessions) {
    const { success, data } = cursorQuery.safeParse(query);
    if (!success)
        return [];
    try {
        await sessions.list({ limit: 1, cursor: data.cursor, ...(data.userId !== undefined && { userId: data.userId }) });
        return [];
    }
    catch (error) {
        return isSessionError(error) && error.code === 'INVALID_PAGE' ? [UNKNOWN_CURSOR] : [];
    }
}
//# sourceMappingURL=read-page-query.js.map