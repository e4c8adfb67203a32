export const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const

export const text = (describe: string) => ({ type: 'string', describe }) as const

export const json = flag('Print JSON')
export const color = {
  type: 'boolean',
  default: true,
  describe: 'Colors in a terminal; --no-color prints no colors, as NO_COLOR does',
} as const

export const identity = {
  account: text('The name of an account of the project; also works outside a layer'),
  role: text("The role to use instead of the account's own"),
}
