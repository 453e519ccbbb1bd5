"""It is done: built-in actions, slots, forms, and the project's own actions."""
