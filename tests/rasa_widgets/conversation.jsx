import * as React from "react";

export default function Conversation({ conversation, onSendMessage }) {
  const [text, setText] = React.useState("");
  const send = (event) => {
    event.preventDefault();
    onSendMessage(text);
    setText("");
  };
  return (
    <form onSubmit={send}>
      {conversation.map((event, index) => (
        <div key={index} className={event.event}>
          <p>{event.text}</p>
          {event.data?.image && <img src={event.data.image} />}
          {event.data?.buttons?.map((button) => (
            <button type="button" key={button.title} onClick={() => onSendMessage(button.payload)}>
              {button.title}
            </button>
          ))}
        </div>
      ))}
      <input value={text} onChange={(event) => setText(event.target.value)} />
    </form>
  );
}
