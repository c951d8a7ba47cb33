import * as z from 'zod';
/** Every variable of the environment that the server reads, with its default. The README explains each of them. */
declare const variables: z.ZodObject<{
    PORT: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    HOST: z.ZodPrefault<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    SESSIONS_STORE: z.ZodPrefault<z.ZodType<"file" | "memory" | "redis", string, z.core.$ZodTypeInternals<"file" | "memory" | "redis", string>>>;
    SESSIONS_DIRECTORY: z.ZodPrefault<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    REDIS_URL: z.ZodOptional<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    SESSION_DEFAULT_TIMEOUT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MIN_TIMEOUT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MAX_TIMEOUT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MAX_DURATION_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MAX_DURATION_LIMIT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_WARNING_THRESHOLD_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_CLEANUP_INTERVAL_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX_BYTES: z.ZodOptional<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX_PER_USER: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX_PER_USER_POLICY: z.ZodPrefault<z.ZodType<"reject" | "evict-oldest", string, z.core.$ZodTypeInternals<"reject" | "evict-oldest", string>>>;
    SESSIONS_API_KEY: z.ZodOptional<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    SESSIONS_ALLOW_ANONYMOUS: z.ZodPrefault<z.ZodType<boolean, string, z.core.$ZodTypeInternals<boolean, string>>>;
    SESSIONS_RATE_LIMIT_PER_MINUTE: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    ALLOWED_HOSTS: z.ZodPrefault<z.ZodType<string[], string, z.core.$ZodTypeInternals<string[], string>>>;
    TRUST_PROXY: z.ZodOptional<z.ZodType<number | string[], string, z.core.$ZodTypeInternals<number | string[], string>>>;
    PUBLIC_URL: z.ZodOptional<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    CORS_ORIGINS: z.ZodPrefault<z.ZodType<string[], string, z.core.$ZodTypeInternals<string[], string>>>;
    KEEP_ALIVE_SECONDS: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    DRAIN_SECONDS: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
}, z.core.$strip>;
export type VariableName = keyof typeof variables.shape;
export type Settings = z.output<typeof variables>;
/** Never shown, not even when they are bad. */
export declare const SECRETS: ReadonlySet<string>;
export declare const VARIABLE_NAMES: ("PORT" | "HOST" | "SESSIONS_STORE" | "SESSIONS_DIRECTORY" | "REDIS_URL" | "SESSION_DEFAULT_TIMEOUT_MINUTES" | "SESSION_MIN_TIMEOUT_MINUTES" | "SESSION_MAX_TIMEOUT_MINUTES" | "SESSION_MAX_DURATION_MINUTES" | "SESSION_MAX_DURATION_LIMIT_MINUTES" | "SESSION_WARNING_THRESHOLD_MINUTES" | "SESSION_CLEANUP_INTERVAL_MINUTES" | "SESSIONS_MAX" | "SESSIONS_MAX_BYTES" | "SESSIONS_MAX_PER_USER" | "SESSIONS_MAX_PER_USER_POLICY" | "SESSIONS_API_KEY" | "SESSIONS_ALLOW_ANONYMOUS" | "SESSIONS_RATE_LIMIT_PER_MINUTE" | "ALLOWED_HOSTS" | "TRUST_PROXY" | "PUBLIC_URL" | "CORS_ORIGINS" | "KEEP_ALIVE_SECONDS" | "DRAIN_SECONDS")[];
export declare const settingsSchema: z.ZodObject<{
    PORT: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    HOST: z.ZodPrefault<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    SESSIONS_STORE: z.ZodPrefault<z.ZodType<"file" | "memory" | "redis", string, z.core.$ZodTypeInternals<"file" | "memory" | "redis", string>>>;
    SESSIONS_DIRECTORY: z.ZodPrefault<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    REDIS_URL: z.ZodOptional<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    SESSION_DEFAULT_TIMEOUT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MIN_TIMEOUT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MAX_TIMEOUT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MAX_DURATION_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_MAX_DURATION_LIMIT_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_WARNING_THRESHOLD_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSION_CLEANUP_INTERVAL_MINUTES: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX_BYTES: z.ZodOptional<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX_PER_USER: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    SESSIONS_MAX_PER_USER_POLICY: z.ZodPrefault<z.ZodType<"reject" | "evict-oldest", string, z.core.$ZodTypeInternals<"reject" | "evict-oldest", string>>>;
    SESSIONS_API_KEY: z.ZodOptional<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    SESSIONS_ALLOW_ANONYMOUS: z.ZodPrefault<z.ZodType<boolean, string, z.core.$ZodTypeInternals<boolean, string>>>;
    SESSIONS_RATE_LIMIT_PER_MINUTE: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    ALLOWED_HOSTS: z.ZodPrefault<z.ZodType<string[], string, z.core.$ZodTypeInternals<string[], string>>>;
    TRUST_PROXY: z.ZodOptional<z.ZodType<number | string[], string, z.core.$ZodTypeInternals<number | string[], string>>>;
    PUBLIC_URL: z.ZodOptional<z.ZodType<string, string, z.core.$ZodTypeInternals<string, string>>>;
    CORS_ORIGINS: z.ZodPrefault<z.ZodType<string[], string, z.core.$ZodTypeInternals<string[], string>>>;
    KEEP_ALIVE_SECONDS: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
    DRAIN_SECONDS: z.ZodPrefault<z.ZodType<number, string, z.core.$ZodTypeInternals<number, string>>>;
}, z.core.$strip>;
export declare const DEFAULT_SETTINGS: Settings;
/** The injection token of `Settings`. */
export declare const SETTINGS: unique symbol;
export {};
//# sourceMappingURL=settings.d.ts.map