/** The files of the application that is being edited, by paths from the workspace's root. */
export interface Files {
  /** The text of a file, or `undefined` if the file does not exist. */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
}
