"""Practice rules for work with high-risk domestic-abuse perpetrators: a case in, a reasoned plan out."""

__version__ = "0.1.0"
