"""One resident: head, tabs, and the forms of what is done for one."""
