"""Everything before the frame: sign-in, first run, enrolment, recovery, lock."""
