"""The applicant's pages: they translate HTTP and call the domain functions."""
