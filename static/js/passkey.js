// `data-passkey="create"` or `"get"`, a form: asks its `data-options` what an authenticator is to do, has it done, and sends
// what came of it as the form's `credential`. Where the browser knows no passkeys, such a form stays hidden, and what says so (`data-no-passkeys`) stays.
// `data-conditional`: passkeys are also offered among what the browser fills in.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
const known = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }))

async function options(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { Accept: "application/json" } })
  // A proof is asked for first: the page itself leads there.
  if (answer.redirected) { location.assign(answer.url); return null }
  if (!answer.ok) throw new Error(`${answer.status}`)
  const asked = await answer.json()
  asked.challenge = bytes(asked.challenge)
  if (asked.user) asked.user.id = bytes(asked.user.id)
  asked.excludeCredentials = known(asked.excludeCredentials)
  asked.allowCredentials = known(asked.allowCredentials)
  return asked
}

function send(form, credential) {
  const { response } = credential
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
  const sent = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])]))
  form.elements.credential.value = JSON.stringify({ id: credential.id, type: credential.type, response: sent })
  form.submit()
}

let waiting

async function ask(form, more = {}) {
  waiting?.abort()
  waiting = new AbortController()
  const { signal } = waiting
  const publicKey = await options(form)
  if (!publicKey || signal.aborted) return
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey, signal, ...more })
  if (credential) send(form, credential)
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = false
  for (const words of document.querySelectorAll("[data-no-passkeys]")) words.hidden = true
  const form = document.querySelector("[data-passkey][data-conditional]")
  if (form && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    ask(form, { mediation: "conditional" }).catch(() => {}) // nobody asked for it yet
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-passkey]")
  if (!form) return
  event.preventDefault()
  const wrong = form.querySelector("[data-wrong]")
  wrong.hidden = true
  try {
    await ask(form)
  } catch (error) {
    if (error.name !== "AbortError") wrong.hidden = false
  }
})
