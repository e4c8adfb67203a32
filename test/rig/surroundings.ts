/**
 * The tester's variables that every world gets. TFSSO_TEST_SURROUNDINGS lists their names, usually none. So the tests
 * can run under another clock, time zone or locale (CONTRIBUTING.md).
 */
export const surroundings: Record<string, string> = Object.fromEntries(
  (process.env.TFSSO_TEST_SURROUNDINGS ?? '').split(' ').flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)
