// Acts for a browser and a person: opens the page at this address, and allows or denies the login.
const [, , answer = '', address = ''] = process.argv
const page = await (await fetch(address)).text()
const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(page) ?? []
const [, name = '', value = ''] =
  /<input type="hidden" name="([^"]*)" value="([^"]*)">/.exec(page) ?? []
const body = new URLSearchParams({ [name]: value, answer })
await fetch(new URL(action, address), { method: 'POST', body })
