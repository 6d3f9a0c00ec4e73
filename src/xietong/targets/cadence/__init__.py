"""The cadence of an office: when lists, reports and reviews fall due, what an edition holds, what changed since."""
