namespace OmoBroadcast.Tests.Servers;

/// <summary>The bot's app as both sides know it; good for nothing outside of a test.</summary>
public static class TeamsAppSeed
{
    public const string AppId = "00000000-0000-4000-8000-0000000000a9",
        ClientSecret = "a-client-secret-of-the-sandbox",
        TenantId = "7f9d3c52-0b1e-4a77-9c36-5a2f4e8d1b60";
}
