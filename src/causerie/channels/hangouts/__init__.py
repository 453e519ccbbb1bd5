"""Google Chat (once Hangouts Chat): the answer is the response to what Google delivers."""
