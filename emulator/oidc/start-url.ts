/** Whether two start URLs name the same portal. Ignores `/` and `#` at the end, which people often copy, too. */
export function sameStartUrl(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

function bare(url: string): string {
  return url.replace(/[/#]+$/, '')
}
