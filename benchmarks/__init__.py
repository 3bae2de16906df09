"""Measurements that anybody can repeat; each is one command, described in the README."""
