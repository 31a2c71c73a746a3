"""The figures of a call, for those who work for the programme: states, money, territories, equipment."""
