"""What persons judged of readings, findings and names; what that does; what to ask next."""
