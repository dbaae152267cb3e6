"""Every behaviour spec in this folder and below."""

from pytest_bdd import scenarios

scenarios(".")
