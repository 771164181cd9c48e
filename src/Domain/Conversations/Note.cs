namespace OmoBroadcast.Domain.Conversations;

/// <summary>What somebody on the staff noted of a customer.</summary>
/// <param name="By">The name of whoever wrote it; empty for somebody the directory does not know.</param>
public sealed record Note(string By, string Words, DateTimeOffset At);
