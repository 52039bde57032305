// `data-bulk-field`: who answers a question wants the answer taken, so its box is checked.
for (const name of ["input", "change"])
  document.addEventListener(name, (event) => {
    const box = event.target.closest("[data-bulk-field]")?.querySelector("input[name=change]")
    if (box && box !== event.target) box.checked = true
  })
