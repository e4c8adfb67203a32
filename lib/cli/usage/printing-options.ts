/** Options of commands that print for people as well as for programs. */
export const json = { type: 'boolean', default: false, describe: 'Print JSON' } as const
export const color = {
  type: 'boolean',
  default: true,
  describe: 'Colors in a terminal; --no-color prints no colors, as NO_COLOR does',
} as const
