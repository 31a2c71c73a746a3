"""A meeting of the commission permanente: its page, its report."""
