namespace OmoBroadcast.Sandbox.Tour;

/// <summary>The tour cannot go on; the message says what was missing.</summary>
internal sealed class TourException(string message) : Exception(message);
