"""Words to what they may mean in a catalogue."""
