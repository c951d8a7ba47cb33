import { type CustomDecorator } from '@nestjs/common';
export declare const IS_PROBE: unique symbol;
/** Marks what an orchestrator asks: it needs no API key and has no rate limit. */
export declare function Probe(): CustomDecorator<symbol>;
//# sourceMappingURL=probe.d.ts.map