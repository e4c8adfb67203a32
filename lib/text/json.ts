/** JSON allows DEL and U+0080 to U+009F without an escape, but a terminal would obey them. */
export function renderJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(
    /[\x7f-\x9f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  )
  return `${text}\n`
}
