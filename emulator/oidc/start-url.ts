/** Whether two start URLs name the same portal, apart from `/` and `#` at the end, which people often copy. */
export function sameStartUrl(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

function bare(url: string): string {
  return url.replace(/[/#]+$/, '')
}
