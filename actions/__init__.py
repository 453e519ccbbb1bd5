"""What the hotel's assistant does: every custom action, and the plain functions behind them.

`dates`, `people`, `words`, `language` read what guests write; `database`, `availability`, `pricing`,
`reservations`, `tickets`, `leads` keep the hotel's books; the other modules hold the actions themselves.
"""
