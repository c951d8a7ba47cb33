import { SetMetadata } from '@nestjs/common';
export const IS_PROBE = Symbol('is probe');
/** Marks what an orchestrator asks: it needs no API key and has no rate limit. */
export function Probe() {
    return SetMetadata(IS_PROBE, true);
}
//# sourceMappingURL=probe.js.map