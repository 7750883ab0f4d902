"""What every area stands on: identifiers, periods, privacy classes, errors and texts. Plain Python."""
