"""Fault injection: killed builds, full disks, flipped bytes, deleted articles and snapshot swaps."""
