import { SessionsService } from 'nest-sessions';
import { type Settings } from '../settings/settings.js';
import * as requests from './requests.js';
import { SessionPageDto } from './session-page.dto.js';
import { SessionDeletedDto, SessionDto } from './session.dto.js';
export declare class SessionsController {
    #private;
    private readonly sessions;
    private readonly settings;
    constructor(sessions: SessionsService, settings: Settings);
    create(body: requests.CreateSession): Promise<SessionDto>;
    list(query: requests.ListQuery): Promise<SessionPageDto>;
    get(id: string): Promise<SessionDto>;
    heartbeat(id: string): Promise<SessionDto>;
    renew(id: string): Promise<SessionDto>;
    updateTimeouts(id: string, sent: requests.UpdateTimeouts): Promise<SessionDto>;
    delete(id: string): Promise<SessionDeletedDto>;
}
//# sourceMappingURL=sessions.controller.d.ts.map