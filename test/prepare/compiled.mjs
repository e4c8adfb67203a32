/** Where the JavaScript of all TypeScript goes, as a path below the checkout. */
export const compiled = '.cache/compiled'
