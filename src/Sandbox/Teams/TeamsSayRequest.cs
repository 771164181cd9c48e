namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Something a person types to the bot in Teams.</summary>
/// <param name="Text">What they type.</param>
/// <param name="Person">Who; null = whoever was introduced last.</param>
/// <param name="Bot">The messaging endpoint; null = the last one.</param>
/// <param name="Locale">Of the person.</param>
/// <param name="WaitMs">How long to wait for what the bot shows.</param>
internal sealed record TeamsSayRequest(string Text, TeamsPerson? Person = null, Uri? Bot = null, string Locale = "zh-TW", int WaitMs = 5_000);
