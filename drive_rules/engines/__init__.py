"""The engines: each sees the lowered program and nothing else, and none imports another."""
