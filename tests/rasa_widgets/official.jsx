// Rasa's own widget as published: its connection and its reading of messages. The parts that draw it stand on
// packages that were never published, so a plain list stands in for them.
import * as React from "react";
import ReactDOM from "react-dom";
import SocketIOConversation from "./published/@rasahq/rasa-webchat/dist/components/SocketIOConversation/SocketIOConversation.js";

const place = document.getElementById("rasa-webchat-widget");
ReactDOM.render(<SocketIOConversation url={place.dataset.websocketUrl} token={place.dataset.token} />, place);
