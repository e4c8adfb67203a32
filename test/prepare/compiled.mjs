/** Where test runs put the compiled TypeScript, relative to the checkout. */
export const compiled = '.cache/compiled'
