import { join } from 'node:path';
import ts from 'typescript';
import type { Example } from './examples.js';

const CONFIG = join(import.meta.dirname, '..', 'tsconfig.spec.json');

/** The errors that the compiler reports in examples, with the strict options of this repository. */
export function typeProblems(paths: ReadonlyMap<Example, string>): string[] {
  const program = ts.createProgram([...paths.values()], options());
  return [...paths].flatMap(([{ document, line }, path]) => {
    const source = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => {
      const at = line - 1 + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${document}:${String(at)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

function options(): ts.CompilerOptions {
  const extra = {
    noEmit: true,
    composite: false,
    declaration: false,
    declarationMap: false,
    emitDeclarationOnly: false,
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(CONFIG, extra, host);
  if (!parsed) throw new Error(`${CONFIG} can't be read.`);
  return parsed.options;
}
