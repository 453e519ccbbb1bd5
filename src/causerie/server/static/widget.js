// The widget is built from widget/.
