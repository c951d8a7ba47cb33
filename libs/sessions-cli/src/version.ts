/** The version of this package. The layout for publication writes that of `package.json`. */
export const VERSION = '0.0.0';
