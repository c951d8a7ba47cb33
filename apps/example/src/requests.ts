import { BadRequestException, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';

export const credentials = z.object({
  name: z.string().max(100),
  password: z.string().max(100),
  remember: z.boolean().default(false),
});
export const confirmation = z.object({ password: z.string().max(100) });
export const revocation = z.object({ reason: z.string().min(1).max(100) });

export type Credentials = z.output<typeof credentials>;
export type Confirmation = z.output<typeof confirmation>;
export type Revocation = z.output<typeof revocation>;

/** Checks a body. */
export class Checked<Output> implements PipeTransform<unknown, Output> {
  constructor(private readonly schema: z.ZodType<Output>) {}

  transform(body: unknown): Output {
    const checked = this.schema.safeParse(body);
    if (checked.success) return checked.data;
    throw new BadRequestException(z.prettifyError(checked.error));
  }
}
