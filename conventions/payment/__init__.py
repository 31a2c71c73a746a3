"""From invoices to the payment: what is asked for, what counts of it, what is due."""
