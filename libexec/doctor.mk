# `tfsso doctor` uses this makefile to check PATH as make sees it. make runs the doctor's script, which is in the
# variable TFSSO_DOCTOR_LOOK, as a recipe.
look:
	@eval "$$TFSSO_DOCTOR_LOOK"
