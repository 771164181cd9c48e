namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Something a person types to the bot in Teams.</summary>
/// <param name="Text">What they type.</param>
/// <param name="Person">Who; null = whoever was introduced last.</param>
/// <param name="Bot">The messaging endpoint; null = the last one.</param>
/// <param name="Locale">Of the person.</param>
/// <param name="WaitMs">How long to wait for what the bot shows.</param>
/// <param name="Attachments">Files they attach.</param>
/// <param name="Platform">Their client: Windows, macOS, Web, Android or iOS.</param>
internal sealed record TeamsSayRequest(
    string Text,
    TeamsPerson? Person = null,
    Uri? Bot = null,
    string Locale = "zh-TW",
    int WaitMs = 5_000,
    IReadOnlyList<TeamsFile>? Attachments = null,
    string Platform = "Windows"
);

/// <summary>Something a person types into a field of a card whose choices the bot finds.</summary>
/// <param name="Dataset">As the field's <c>Data.Query</c> names it.</param>
/// <param name="Text">As far as it is typed.</param>
/// <param name="Person">Who; null = whoever was introduced last.</param>
/// <param name="Bot">The messaging endpoint; null = the last one.</param>
/// <param name="Locale">Of the person.</param>
internal sealed record TeamsSearchRequest(
    string Dataset,
    string Text = "",
    TeamsPerson? Person = null,
    Uri? Bot = null,
    string Locale = "zh-TW"
);

/// <summary>A file that somebody attaches in the chat.</summary>
/// <param name="Name">As it was called.</param>
/// <param name="ContentType">As the client says; an image is pasted into the chat unless <paramref name="AsFile"/>.</param>
/// <param name="Bytes">Base64; null = one is drawn up: a picture for an image, else a small PDF.</param>
/// <param name="AsFile">Beside the message, with an address to download it, as files from a disk are.</param>
internal sealed record TeamsFile(string Name, string ContentType = "image/png", byte[]? Bytes = null, bool AsFile = false);
