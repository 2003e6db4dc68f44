"""Drills: builds are killed, disks fill up, bytes flip, articles go, snapshots swap; the promises are then checked."""
