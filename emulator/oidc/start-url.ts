/** Whether two start URLs name the same portal: people copy them with a `/`, `#` or `#/` at the end. */
export function sameStartUrl(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

function bare(url: string): string {
  return url.replace(/[/#]+$/, '')
}
