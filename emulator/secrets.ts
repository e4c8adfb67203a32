const names = new Set([
  'accessToken',
  'clientSecret',
  'code',
  'codeVerifier',
  'deviceCode',
  'refreshToken',
  'secretAccessKey',
  'sessionToken',
])

/** The values in a JSON body that nobody but its two ends may know; none where it is no JSON. */
export function secretsIn(body: Buffer | string): string[] {
  const found: string[] = []
  try {
    JSON.parse(body.toString(), (key, value) => {
      if (names.has(key) && typeof value === 'string') found.push(value)
      return value
    })
  } catch {
    // no JSON
  }
  return found
}
