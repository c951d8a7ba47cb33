export const BARE = 'bare controller';
export const INDICATOR = 'SessionsHealthIndicator';
export const SCANNING = 'scanned Map';
