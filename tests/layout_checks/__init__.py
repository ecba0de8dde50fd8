"""Whether anything on a window is cut or out of reach."""
