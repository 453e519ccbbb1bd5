"""Microsoft's Bot Framework: Teams, Web Chat and the other channels of an Azure bot."""
