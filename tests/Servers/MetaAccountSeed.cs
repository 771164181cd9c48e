namespace OmoBroadcast.Tests.Servers;

/// <summary>An account of one of Meta's platforms as both sides know it; good for nothing outside of a test.</summary>
/// <param name="Channel">messenger, instagram or whatsapp.</param>
public sealed record MetaAccountSeed(string Channel, string Id)
{
    public const string Secret = "4cbf12ddd0b1cf8aa2c71ed2a5b4e1c2",
        Token = "EAAG-good-token",
        VerifyToken = "verify-me",
        AppId = "104729",
        Waba = "102290129340398";

    /// <summary>One of each platform.</summary>
    public static IReadOnlyList<MetaAccountSeed> All { get; } =
    [new("messenger", "108724390001234"), new("instagram", "17841400000000001"), new("whatsapp", "106540352242922")];

    /// <summary>The name of the platform's weather in the sandbox.</summary>
    public string Weather => Channel == "whatsapp" ? "whatsApp" : Channel;
}
