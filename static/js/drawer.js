// `data-drawer`: the menu of a phone closes once a place is chosen, also when that place
// is part of the page already shown. Opening and closing by hand is the browser's own popover.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-drawer] a")
  const drawer = link?.closest("[data-drawer]")
  if (drawer?.matches(":popover-open")) drawer.hidePopover()
})
