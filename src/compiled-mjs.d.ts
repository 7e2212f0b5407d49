declare module '*/compiled.mjs' {
  export function loadedFrom(path: string): string;
  export function compiledAs(path: string, folder: string): string;
  export function compiledPage(): string | null;
  export function compilePrograms(): Promise<void>;
  export function ownFolder(): string;
  export function compile(paths: string[], to: string): Promise<void>;
}
