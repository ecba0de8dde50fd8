"""Lists on paper and as workbooks."""
