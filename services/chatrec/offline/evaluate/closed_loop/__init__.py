"""People who talk with the whole system in this process, until they have found something or given up."""
