"""Cases: from being brought up to being closed, with their members."""
