# `tfsso doctor` checks PATH as make sees it: make runs the doctor's script as a recipe of this makefile.
look:
	@eval "$$TFSSO_DOCTOR_LOOK"
