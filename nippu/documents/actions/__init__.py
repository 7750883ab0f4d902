"""The only code that writes documents: beginning and saving drafts, signing, opening a case, generating."""
