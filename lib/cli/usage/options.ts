/** An option without a value, which is off by default. */
export const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const

/** An option with a text as its value. */
export const text = (describe: string) => ({ type: 'string', describe }) as const

/** What commands that print something have. */
export const json = flag('Print JSON')
export const color = {
  type: 'boolean',
  default: true,
  describe: 'Colors in a terminal; --no-color prints no colors, as NO_COLOR does',
} as const

/** What commands for one account and role have. */
export const identity = {
  account: text('The name of an account of the project; also works outside a layer'),
  role: text("A role other than the account's sso_role"),
}
