# `tfsso doctor` has make run its look at PATH by this, as make runs a recipe.
look:
	@eval "$$TFSSO_DOCTOR_LOOK"
