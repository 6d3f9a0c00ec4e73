"""The cadence of an office: when lists, reports and reviews fall due, what an issue holds, what changed since."""
