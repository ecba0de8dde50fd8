"""The two weights of Noto Sans that the window and the paper share."""
