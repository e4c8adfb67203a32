/** Whether two start URLs name the same portal. `/` and `#` at the end don't count: people often copy them, too. */
export function sameStartUrl(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

function bare(url: string): string {
  return url.replace(/[/#]+$/, '')
}
