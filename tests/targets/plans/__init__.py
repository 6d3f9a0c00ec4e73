"""From a plan's text to goals and tasks."""
