"""Twilio Voice: phone calls, answered in the response as TwiML."""
