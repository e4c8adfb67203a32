/** The directory into which test runs compile all TypeScript, as a path relative to the checkout. */
export const compiled = '.cache/compiled'
