"""The channel of Rasa's own chat widget and of rasa-webchat: socket.io."""
